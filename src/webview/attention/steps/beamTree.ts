// Beam tree: draws the beams of the search as a tree, with a column for each step. Beams of later steps are only outlined.
import type { HistoryBeam } from '../../../attention/decoding/history';
import { type Tree, treeOf } from '../../../attention/decoding/tree';
import type { BeamsWords } from '../words/stepWords';
import { element } from '../../dom/element';
import { fillTemplate } from '../../dom/template';
import { type BeamLayout, BOX, lineOf, middleOf, neighborOf, layoutOf, ROW, TOP } from './beamLayout';
import { beamPicture } from './beamPicture';
import { decimal, tokenText } from '../shared/format';
import { shape } from '../../dom/shapes';

export interface BeamTreeOptions {
  readonly words: BeamsWords;
  readonly language: string;
  /** Goes to the step of a beam. */
  choose(step: number): void;
}

export class BeamTree {
  readonly element: HTMLElement;
  private readonly summary = element('p', { class: 'teaching' });
  private readonly box = element('div', { class: 'scrolls tree-box' });
  private readonly detail = element('p', { class: 'detail' });
  private steps: readonly (readonly HistoryBeam[])[] | undefined;
  private tree: Tree<HistoryBeam> = treeOf([]);
  private places: BeamLayout | undefined;
  private nodes: SVGGElement[] = [];
  private lines: (SVGPathElement | undefined)[] = [];
  /** The background of the current step's column. */
  private band: SVGRectElement | undefined;
  private step = 0;
  /** The node with the tab stop. */
  private current = 0;

  constructor(private readonly options: BeamTreeOptions) {
    const heading = element('h2', { id: 'beams-heading' }, options.words.heading);
    const attributes = { class: 'beams', 'aria-labelledby': 'beams-heading' };
    this.element = element('section', attributes, heading, this.summary, this.box, this.detail);
    for (const kind of ['pointerover', 'focusin'])
      this.box.addEventListener(kind, event => this.describe(event.target));
    for (const kind of ['pointerleave', 'focusout']) this.box.addEventListener(kind, () => this.describe(null));
    this.box.addEventListener('keydown', event => this.onKey(event));
    this.box.addEventListener('click', ({ target }) => {
      const at = this.indexOf(target);
      if (at > 0) options.choose(this.tree.nodes[at].column - 1);
    });
  }

  /**
   * Shows the beams up to a step, and the later ones as outlines.
   *
   * @param start the text of the start token, with which all sequences begin
   * @param tokenLanguage the language of the tokens, a BCP 47 tag
   */
  show(steps: readonly (readonly HistoryBeam[])[], step: number, start: string, tokenLanguage: string): void {
    this.step = step;
    if (steps !== this.steps) this.draw(steps, start, tokenLanguage);
    const { nodes } = this.tree;
    const last = step + 1;
    nodes.forEach(({ column }, at) => {
      const isLater = column > last;
      this.nodes[at].classList.toggle('later', isLater);
      this.nodes[at].ariaHidden = isLater ? 'true' : null;
      this.nodes[at].ariaCurrent = column === last ? 'step' : null;
      this.lines[at]?.classList.toggle('later', isLater);
    });
    const chosen = nodes.findIndex(node => node.column === last && (node.beam?.chosen ?? false));
    this.setTabStop(chosen < 0 ? 0 : chosen, false);
    this.scrollTo(last);
    this.describe(null);
  }

  /** The tree up to the current step as an SVG document; empty before the first drawing. */
  svg(): string {
    const { places, step, tree } = this;
    return places === undefined ? '' : beamPicture(tree, places, step + 1, this.options.words.heading);
  }

  private draw(steps: readonly (readonly HistoryBeam[])[], start: string, tokenLanguage: string): void {
    const { words } = this.options;
    this.steps = steps;
    this.tree = treeOf(steps);
    const { nodes } = this.tree;
    const most = Math.max(0, ...steps.map(beams => beams.filter(({ ended }) => !ended).length));
    this.summary.textContent = most > 1 ? fillTemplate(words.meaning, most) : words.greedyMeaning;
    this.places = layoutOf(this.tree, start, measureIn(this.box));
    const { width, height } = this.places;
    this.lines = nodes.map((node, at) => this.lineTo(at, node.parent));
    this.nodes = nodes.map((_, at) => this.nodeAt(at));
    this.band = shape('rect', { class: 'band', y: 0, height, 'aria-hidden': 'true' });
    // The chosen path is drawn last, above the lines that cross it.
    const lines = this.lines.flatMap(line => line ?? []);
    const plain = lines.filter(line => !line.classList.contains('chosen'));
    const path = lines.filter(line => line.classList.contains('chosen'));
    const role = { role: 'tree', 'aria-labelledby': 'beams-heading', lang: tokenLanguage };
    const children = [this.band, ...this.axis(), ...plain, ...path, ...this.nodes];
    const size = { viewBox: `0 0 ${width} ${height}`, width, height };
    this.box.replaceChildren(shape('svg', { class: 'tree', ...size, ...role }, ...children));
  }

  private axis(): SVGElement[] {
    const columns = this.places?.columns ?? [];
    return columns.slice(1).map(({ left, width }, at) => {
      const place = { class: 'axis', x: left + width / 2, y: TOP - 10, 'aria-hidden': 'true' };
      return shape('text', place, String(at + 1));
    });
  }

  private lineTo(at: number, parent: number): SVGPathElement | undefined {
    const { nodes } = this.tree;
    if (parent < 0 || this.places === undefined) return undefined;
    const kind = nodes[at].beam?.chosen === true ? 'line chosen' : 'line';
    return shape('path', { class: kind, d: lineOf(this.places, nodes[parent], nodes[at]), 'aria-hidden': 'true' });
  }

  private nodeAt(at: number): SVGGElement {
    const { beam, column, lane, parent } = this.tree.nodes[at];
    const { left, width } = this.places?.columns[column] ?? { left: 0, width: 0 };
    const top = middleOf(lane) - BOX / 2;
    const rect = shape('rect', { x: left, y: top, width, height: BOX, rx: 4 });
    const label = shape('text', { x: left + width / 2, y: middleOf(lane) }, this.places?.labels[at] ?? '');
    // A second edge marks the end of a sequence.
    const right = left + width - 4;
    const end =
      beam?.ended === true ? [shape('path', { class: 'end', d: `M${right} ${top + 3}V${top + BOX - 3}` })] : [];
    const kinds = ['node', beam === undefined || beam.chosen ? 'chosen' : '', beam?.ended === true ? 'ended' : ''];
    const siblings = parent < 0 ? [at] : this.tree.nodes[parent].children;
    const aria = {
      role: 'treeitem',
      tabindex: -1,
      'aria-level': column + 1,
      'aria-setsize': siblings.length,
      'aria-posinset': siblings.indexOf(at) + 1,
      'aria-label': this.sentenceOf(at),
    };
    return shape('g', { class: kinds.filter(kind => kind !== '').join(' '), ...aria }, rect, ...end, label);
  }

  /** A sentence about a node: “Tier” after “Das”, step 2: score −3.21; on the chosen path. */
  private sentenceOf(at: number): string {
    const { words, language } = this.options;
    const { beam, column, parent } = this.tree.nodes[at];
    if (beam === undefined) return fillTemplate(words.start, this.places?.labels[at] ?? '');
    const before = this.tree.nodes[parent].beam?.text;
    const sum = decimal(beam.sum, language);
    const first = fillTemplate(
      before === undefined ? words.first : words.beam,
      tokenText(beam.text),
      column,
      sum,
      tokenText(before ?? ''),
    );
    const more = [beam.ended ? words.ended : '', beam.chosen ? words.chosen : ''];
    return [first, ...more].filter(part => part !== '').join(' ');
  }

  private describe(target: EventTarget | null): void {
    const found = this.indexOf(target);
    const at = found < 0 ? this.indexOf(document.activeElement) : found;
    this.detail.textContent = at < 0 ? this.options.words.hint : this.sentenceOf(at);
    const path = new Set<number>();
    for (let node = at; node >= 0; node = this.tree.nodes[node].parent) path.add(node);
    this.lines.forEach((line, index) => line?.classList.toggle('path', path.has(index)));
    this.nodes.forEach((node, index) => node.classList.toggle('path', path.has(index)));
  }

  private indexOf(target: EventTarget | null): number {
    const node = target instanceof Element ? target.closest<SVGGElement>('.node') : null;
    return node === null || node.classList.contains('later') ? -1 : this.nodes.indexOf(node);
  }

  private setTabStop(at: number, focus: boolean): void {
    this.nodes[this.current]?.setAttribute('tabindex', '-1');
    this.current = at;
    this.nodes[at]?.setAttribute('tabindex', '0');
    if (focus) this.nodes[at]?.focus();
  }

  private onKey(event: KeyboardEvent): void {
    const { nodes } = this.tree;
    const at = this.indexOf(event.target);
    if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const to = {
      ArrowLeft: () => nodes[at].parent,
      ArrowRight: () => nodes[at].children[0] ?? -1,
      ArrowUp: () => neighborOf(nodes, at, -1),
      ArrowDown: () => neighborOf(nodes, at, 1),
      Home: () => 0,
      End: () => nodes.findLastIndex(({ column, beam }) => column <= this.step + 1 && beam?.chosen === true),
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      const next = to();
      if (next >= 0 && nodes[next].column <= this.step + 1) this.setTabStop(next, true);
    } else if (event.key === 'Enter' && at > 0) this.options.choose(nodes[at].column - 1);
  }

  /** Moves the band to a column, and scrolls the tree to it without scrolling the page. */
  private scrollTo(column: number): void {
    const place = this.places?.columns[column];
    if (place === undefined || this.band === undefined) return;
    this.band.setAttribute('x', String(place.left - 4));
    this.band.setAttribute('width', String(place.width + 8));
    const { scrollLeft, clientWidth } = this.box;
    const right = place.left + place.width + ROW;
    if (right > scrollLeft + clientWidth) this.box.scrollLeft = right - clientWidth;
    else if (place.left - ROW < scrollLeft) this.box.scrollLeft = place.left - ROW;
  }
}

function measureIn(box: HTMLElement): (text: string) => number {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return text => text.length * 8;
  const { fontFamily } = getComputedStyle(box);
  // The widths are measured in bold, because the chosen path is bold.
  context.font = `600 12px ${fontFamily}`;
  return text => context.measureText(text).width;
}
