// Table view: the weights of what is pointed at or pinned as a table, the strongest first; all rows if nothing is.
import { type Chosen, focusOf, otherRole, strongest } from '../../attention/focus';
import { element } from '../dom';
import type { Scene, View, ViewContext, ViewEntry } from './view';

export const TABLE_VIEW: ViewEntry = {
  name: 'table',
  label: words => words.table.tab,
  needs: 'picture',
  create: context => new TableView(context),
};

class TableView implements View {
  readonly element = element('div', { class: 'table-view' });
  private scene: Scene | undefined;

  constructor(private readonly context: ViewContext) {}

  show(scene: Scene): void {
    this.scene = scene;
  }

  mark(chosen: Chosen | undefined): void {
    const picture = this.scene?.picture;
    const focus = picture && focusOf(picture, chosen);
    if (picture === undefined || focus === undefined) {
      this.element.replaceChildren(this.context.words.page.nothingSelected);
      return;
    }
    const { tokens } = picture[otherRole(focus.role)];
    const rows = strongest(focus.mean, focus.mean.length).map(at =>
      element('tr', {}, element('td', {}, tokens[at].text), element('td', {}, String(focus.mean[at]))),
    );
    this.element.replaceChildren(element('table', {}, element('tbody', {}, ...rows)));
  }

  dispose(): void {
    this.element.remove();
  }
}
