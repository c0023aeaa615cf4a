// Toolbar: the tabs of the views, and the controls for what they show.
import type { Shown, WindowContent } from '../../views/attentionProtocol';
import { button, element } from '../dom';
import type { Settings } from './settings';
import type { ViewContext, ViewEntry } from './view';

export class Toolbar {
  readonly element = element('div');

  constructor(
    private readonly context: ViewContext,
    private readonly views: readonly ViewEntry[],
  ) {}

  show(_shown: Shown, now: Settings, _content: WindowContent): void {
    const { settings, words } = this.context;
    const tabs = this.views.map(({ name, label }) =>
      button(label(words), { role: 'tab', id: `tab-${name}`, 'aria-selected': String(name === now.view) }, () =>
        settings.set({ ...settings.value, view: name }),
      ),
    );
    this.element.replaceChildren(element('div', { role: 'tablist' }, ...tabs));
  }
}
