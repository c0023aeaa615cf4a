// Selection: the line below the view that says in words what is pointed at or pinned.
import { type Chosen, focusOf, otherRole, type Role, strongest, toggled } from '../../attention/focus';
import { element } from '../dom';
import type { Links } from './links';
import type { Scene, ViewContext } from './view';

export class Selection {
  readonly element = element('div');
  private scene: Scene | undefined;

  constructor(
    private readonly context: ViewContext,
    private readonly links: Links,
  ) {}

  show(scene: Scene | undefined): void {
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
    this.element.replaceChildren(
      strongest(focus.mean, 5)
        .map(at => `${tokens[at].text} ${focus.mean[at].toFixed(2)}`)
        .join(', '),
    );
  }

  pin(role: Role, place: number): void {
    const picture = this.scene?.picture;
    if (picture === undefined) return;
    const { settings } = this.context;
    settings.set({ ...settings.value, pinned: toggled(settings.value.pinned, picture[role], role, place) });
    const token = picture[role].tokens[place];
    if (!token.special) this.links.reveal({ side: picture[role].side, start: token.start, end: token.end });
  }
}
