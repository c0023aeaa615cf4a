// Roving: a roving tabindex. Many items share one tab stop, and arrow keys move the focus between them. The items are in
// lines of text or in a column.

export class RovingFocus {
  private items: readonly RovingItem[] = [];
  private at = 0;

  constructor(
    private readonly container: RovingItem,
    private readonly act: {
      /** The action of Enter and Space. */
      readonly enter: (at: number) => void;
      /** The action of Left and Right. If left out, they move to the previous and the next item. */
      readonly across?: (at: number, key: 'ArrowLeft' | 'ArrowRight') => void;
    },
  ) {
    container.addEventListener('keydown', event => {
      if (event instanceof KeyboardEvent) this.onKey(event);
    });
    container.addEventListener('focusin', event => {
      const at = this.items.findIndex(item => item === event.target);
      if (at >= 0) this.setTabStop(at);
    });
  }

  set(items: readonly RovingItem[]): void {
    this.items = items;
    for (const item of items) item.tabIndex = -1;
    this.setTabStop(Math.max(0, Math.min(this.at, items.length - 1)));
  }

  /** Makes an item the tab stop. */
  setTabStop(at: number): void {
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

  private onKey(event: KeyboardEvent): void {
    const at = this.items.findIndex(item => item === event.target);
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' || event.key === ' ') this.act.enter(at);
    else if (this.act.across !== undefined && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      this.act.across(at, event.key);
    } else {
      const to = this.indexAfterKey(at, event.key);
      if (to === undefined) return;
      if (to !== at) this.focus(to);
    }
    event.preventDefault();
  }

  /** The index of the item to which a key moves the focus; undefined for a key that does not move it. */
  private indexAfterKey(at: number, key: string): number | undefined {
    const isRightToLeft = getComputedStyle(this.container).direction === 'rtl';
    const last = this.items.length - 1;
    switch (key) {
      case 'ArrowRight':
        return clamped(isRightToLeft ? at - 1 : at + 1, last);
      case 'ArrowLeft':
        return clamped(isRightToLeft ? at + 1 : at - 1, last);
      case 'ArrowDown':
        return this.itemInNextLine(at, 1);
      case 'ArrowUp':
        return this.itemInNextLine(at, -1);
      case 'Home':
        return 0;
      case 'End':
        return last;
      default:
        return undefined;
    }
  }

  /** The nearest item in the next line below (step 1) or above (step -1); the item itself if there is no such line. */
  private itemInNextLine(at: number, step: 1 | -1): number {
    const start = middleOf(this.items[at]);
    let [best, bestLine, bestDistance] = [at, Infinity, Infinity];
    for (let other = at + step; other >= 0 && other < this.items.length; other += step) {
      const { x, y, half } = middleOf(this.items[other]);
      const lineDistance = (y - start.y) * step;
      if (lineDistance < half) continue;
      // Lines come in order, so this item and all after it are beyond the nearest line.
      if (lineDistance > bestLine + half) break;
      bestLine = Math.min(bestLine, lineDistance);
      const distance = Math.abs(x - start.x);
      if (distance < bestDistance) [best, bestDistance] = [other, distance];
    }
    return best;
  }
}

/** An HTML or SVG element. */
export type RovingItem = HTMLElement | SVGElement;

function middleOf(item: RovingItem): { readonly x: number; readonly y: number; readonly half: number } {
  // A word that is broken over two lines belongs to the line in which it begins.
  const rect = item.getClientRects().item(0) ?? item.getBoundingClientRect();
  return { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2, half: rect.height / 2 };
}

function clamped(at: number, last: number): number {
  return Math.max(0, Math.min(at, last));
}
