// Roving: a roving tabindex. Many items share one tab stop, and arrow keys move between them, in lines of text or in a
// column.

export class Roving {
  private items: readonly Item[] = [];
  private at = 0;

  constructor(
    private readonly container: Item,
    private readonly act: {
      readonly enter: (at: number) => void;
      /** The action of Left and Right, if they do not move to the item before or after. */
      readonly across?: (at: number, key: 'ArrowLeft' | 'ArrowRight') => void;
    },
  ) {
    container.addEventListener('keydown', event => {
      if (event instanceof KeyboardEvent) this.pressed(event);
    });
    container.addEventListener('focusin', event => {
      const at = this.items.findIndex(item => item === event.target);
      if (at >= 0) this.stop(at);
    });
  }

  set(items: readonly Item[]): void {
    this.items = items;
    for (const item of items) item.tabIndex = -1;
    this.stop(Math.max(0, Math.min(this.at, items.length - 1)));
  }

  /** Makes an item the tab stop. */
  stop(at: number): void {
    if (this.at < this.items.length) this.items[this.at].tabIndex = -1;
    this.at = at;
    if (at < this.items.length) this.items[at].tabIndex = 0;
  }

  focus(at: number): void {
    const item = this.items.at(at);
    if (item === undefined) return;
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  private pressed(event: KeyboardEvent): void {
    const at = this.items.findIndex(item => item === event.target);
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' || event.key === ' ') this.act.enter(at);
    else if (this.act.across !== undefined && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      this.act.across(at, event.key);
    } else {
      const to = this.target(at, event.key);
      if (to === undefined) return;
      if (to !== at) this.focus(to);
    }
    event.preventDefault();
  }

  private target(at: number, key: string): number | undefined {
    const isRightToLeft = getComputedStyle(this.container).direction === 'rtl';
    const last = this.items.length - 1;
    switch (key) {
      case 'ArrowRight':
        return within(isRightToLeft ? at - 1 : at + 1, last);
      case 'ArrowLeft':
        return within(isRightToLeft ? at + 1 : at - 1, last);
      case 'ArrowDown':
        return this.inLine(at, 1);
      case 'ArrowUp':
        return this.inLine(at, -1);
      case 'Home':
        return 0;
      case 'End':
        return last;
      default:
        return undefined;
    }
  }

  /** The nearest item in the next line, above or below; the same if there is none. */
  private inLine(at: number, step: 1 | -1): number {
    const own = middleOf(this.items[at]);
    let [best, bestLine, bestDistance] = [at, Infinity, Infinity];
    for (let other = at + step; other >= 0 && other < this.items.length; other += step) {
      const { x, y, half } = middleOf(this.items[other]);
      const line = (y - own.y) * step;
      if (line < half) continue;
      // Lines are in order: items below the nearest line are no candidates.
      if (line > bestLine + half) break;
      bestLine = Math.min(bestLine, line);
      const distance = Math.abs(x - own.x);
      if (distance < bestDistance) [best, bestDistance] = [other, distance];
    }
    return best;
  }
}

/** HTML or SVG. */
export type Item = HTMLElement | SVGElement;

function middleOf(item: Item): { readonly x: number; readonly y: number; readonly half: number } {
  // A word that is broken over two lines counts to the line in which it begins.
  const rect = item.getClientRects().item(0) ?? item.getBoundingClientRect();
  return { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2, half: rect.height / 2 };
}

function within(at: number, last: number): number {
  return Math.max(0, Math.min(at, last));
}
