// Cache panel: the shapes and sizes of the decoder's past key values after one step, layer by layer.
import { type CachedKeys, cacheAfter, type CachedKind } from '../../../attention/decoding/cache';
import type { CacheWords } from '../words/stepWords';
import { button, element } from '../../dom/element';
import { fillTemplate } from '../../dom/template';
import { bytesText } from '../shared/format';

export interface CacheContent {
  /** The number of tokens that the decoder has read, including the start token. */
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
    /** Called when the reader asks for the sizes in bytes, for which the width of a head must be fetched. */
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
      const cell = (keys: CachedKeys, width: number | undefined, grows: boolean): HTMLElement =>
        element('td', {}, ...(layer < keys.layers ? this.keysOf(keys, width, longest, grows) : []));
      const name = element('th', { scope: 'row' }, String(layer + 1));
      return element('tr', {}, name, cell(now.self, shown.self.width, true), cell(now.cross, shown.cross.width, false));
    });
    this.body.replaceChildren(...rows);
    const sums = this.sumsOf(shown);
    if (sums !== undefined) this.sums.replaceChildren(sums);
    else if (this.sums.childNodes.length === 0)
      this.sums.append(button(this.words.count, { title: this.words.countHint }, this.count));
  }

  /**
   * The shape of the keys of one layer, and a bar as long as their share of `longest`.
   *
   * @param grows whether the step has added one key, which has a color of its own
   */
  private keysOf({ heads, length }: CachedKeys, width: number | undefined, longest: number, grows: boolean): Node[] {
    const bar = element('span', { class: 'cells', 'aria-hidden': 'true' });
    // The bars of both kinds have the same scale, so that their lengths can be compared.
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

  /** A sentence about the sizes in bytes; undefined if the width of a head is not known. */
  private sumsOf(shown: CacheContent): string | undefined {
    const now = cacheAfter(shown.read, shown.sources, shown.self, shown.cross);
    const before = cacheAfter(shown.read - 1, shown.sources, shown.self, shown.cross);
    const values = [now.self.bytes, now.cross.bytes, before.self.bytes];
    if (values.some(bytes => bytes === undefined)) return undefined;
    const [self = 0, cross = 0, selfBefore = 0] = values;
    const written = [self, self - selfBefore, cross, self + cross].map(bytes => bytesText(bytes, this.language));
    return fillTemplate(this.words.sums, ...written);
  }
}
