// Exporting: the export menu, and what it makes of its exporters' files and texts.
import type { SaveRequest, Shown } from '../../views/attentionProtocol';
import { consumed } from '../../base/streams';
import { filled } from '../rows';
import type { Exportable, Exporter } from './exporter';
import { EXPORTERS } from './exports';
import { isCancelled } from './failure';
import { Menu } from './menu';
import type { ViewContext } from './view';
import type { Extension } from './windowData';

export class Exporting {
  readonly element: HTMLElement;

  constructor(
    private readonly extension: Extension,
    private readonly context: ViewContext,
    /** What there is at the moment; undefined before there is anything. */
    private readonly current: () => Exportable | undefined,
  ) {
    const menu = new Menu(context.words.controls.exportMenu, 'export', () => this.items());
    this.element = menu.element;
    this.element.hidden = EXPORTERS.length === 0;
  }

  private items(): { readonly label: string; readonly disabled: boolean; readonly act: () => void }[] {
    const what = this.current();
    return EXPORTERS.map(exporter => ({
      label: exporter.label(this.context.words, what),
      disabled: what === undefined || !exporter.isPossible(what),
      act: () => {
        if (what !== undefined) void this.run(exporter, what);
      },
    }));
  }

  private async run(exporter: Exporter, what: Exportable): Promise<void> {
    const { announce, words } = this.context;
    const { signal } = new AbortController();
    try {
      if (exporter.kind === 'text') {
        await consumed(this.extension.copy({ text: await exporter.make(what, signal) }));
        announce(words.controls.copied);
        return;
      }
      const bytes = await exporter.make(what, signal);
      const request: SaveRequest = { format: exporter.format, name: nameOf(what.scene.shown), bytes };
      const outcome = await consumed(this.extension.save(request));
      if (outcome.kind === 'saved') announce(filled(words.controls.saved, outcome.name));
      if (outcome.kind === 'failed') this.context.notify(outcome.why);
    } catch (error) {
      if (!isCancelled(error)) this.context.notify(words.controls.exportFailed);
    }
  }
}

/** "story-attention": without what file systems do not take. */
function nameOf({ document: name }: Shown): string {
  const stem = name.replace(/\.[^.]*$/u, '').replace(/[^\p{L}\p{N}_-]+/gu, '-');
  return `${stem || 'text'}-attention`;
}
