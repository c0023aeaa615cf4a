// Cache panel: the shapes of the decoder's past key values, layer by layer, after one step.
import { type CachedKeys, cacheAfter, type CachedKind } from '../../../attention/decoding/cache';
import type { CacheWords } from '../../../views/attention/words/stepWords';
import { button, element } from '../../dom/element';
import { fillTemplate } from '../../dom/template';
import { bytesText } from '../shared/format';

export interface CacheContent {
  /** Tokens that the decoder has read, the start token among them. */
  readonly read: number;
  readonly sources: number;
  readonly self: CachedKind;
  readonly cross: CachedKind;
}

export class CachePanel {
  readonly element: HTMLElement;
  private readonly body = element('tbody');
  private readonly sums = element('p', { class: 'sums' });

  constructor(
    private readonly words: CacheWords,
    private readonly language: string,
    private readonly count: () => void,
  ) {
    const head = ['layer', 'self', 'cross'] as const;
    const cells = head.map(name => element('th', { scope: 'col' }, words[name]));
    this.element = element(
      'section',
      { class: 'cache', 'aria-labelledby': 'cache-heading' },
      element('h2', { id: 'cache-heading' }, words.heading),
      element('p', { class: 'teaching' }, words.meaning),
      element(
        'div',
        { class: 'scrolls', tabindex: '0', role: 'group', 'aria-labelledby': 'cache-heading' },
        element(
          'table',
          {},
          element('caption', { class: 'unseen' }, words.caption),
          element('thead', {}, element('tr', {}, ...cells)),
          this.body,
        ),
      ),
      this.sums,
    );
  }

  show(shown: CacheContent): void {
    const { read, sources } = shown;
    const now = cacheAfter(read, sources, shown.self, shown.cross);
    const layers = Math.max(now.self.layers, now.cross.layers);
    const longest = Math.max(read, sources);
    const rows = Array.from({ length: layers }, (_, layer) => {
      const cell = (keys: CachedKeys, width: number | undefined, isNew: boolean): HTMLElement =>
        element('td', {}, ...(layer < keys.layers ? this.keysOf(keys, width, longest, isNew) : []));
      const name = element('th', { scope: 'row' }, String(layer + 1));
      return element('tr', {}, name, cell(now.self, shown.self.width, true), cell(now.cross, shown.cross.width, false));
    });
    this.body.replaceChildren(...rows);
    const sums = this.sumsOf(shown);
    if (sums !== undefined) this.sums.replaceChildren(sums);
    else if (this.sums.childNodes.length === 0)
      this.sums.append(button(this.words.count, { title: this.words.countHint }, this.count));
  }

  private keysOf({ heads, length }: CachedKeys, width: number | undefined, longest: number, grows: boolean): Node[] {
    const bar = element('span', { class: 'cells', 'aria-hidden': 'true' });
    // Cells of both kinds have the same width, so that lengths can be compared.
    const cells = element('span', { class: grows ? 'own' : 'other' });
    cells.style.inlineSize = `${((length - (grows ? 1 : 0)) / longest) * 100}%`;
    bar.append(cells);
    if (grows) {
      const added = element('span', { class: 'added' });
      added.style.inlineSize = `${100 / longest}%`;
      bar.append(added);
    }
    const dims = [heads, length, ...(width === undefined ? [] : [width])].join(' × ');
    return [element('span', { class: 'dims' }, dims), bar];
  }

  private sumsOf({ read, sources, self, cross }: CacheContent): string | undefined {
    const now = cacheAfter(read, sources, self, cross);
    const before = cacheAfter(read - 1, sources, self, cross);
    const values = [now.self.bytes, now.cross.bytes, before.self.bytes];
    if (values.some(bytes => bytes === undefined)) return undefined;
    const [own = 0, other = 0, last = 0] = values;
    const written = [own, own - last, other, own + other].map(bytes => bytesText(bytes, this.language));
    return fillTemplate(this.words.sums, ...written);
  }
}
