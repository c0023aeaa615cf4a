// Menu: the export menu. It saves the files that the exporters make, and copies their texts.
import type { SaveRequest, PanelContent } from '../../../views/attention/protocol';
import { fillTemplate } from '../../dom/template';
import type { Exportable, Exporter } from './exporter';
import { EXPORTERS } from './exporters';
import { isCancelled } from '../shared/failure';
import { Menu } from '../../dom/menu';
import type { ViewContext } from '../shared/view';
import type { Extension } from '../data/passageData';

export class ExportMenu {
  readonly element: HTMLElement;
  /** Aborts the current export, when another export begins or another run is shown. */
  private making = new AbortController();

  constructor(
    private readonly extension: Extension,
    private readonly context: ViewContext,
    /** Returns what the page shows; undefined as long as there is nothing to export. */
    private readonly current: () => Exportable | undefined,
  ) {
    const { exportMenu, exportHint } = context.words.controls;
    const menu = new Menu(exportMenu, exportHint, 'export', () => this.items());
    this.element = menu.element;
    this.element.hidden = EXPORTERS.length === 0;
  }

  /** Aborts the current export. */
  abort(): void {
    this.making.abort();
  }

  private items(): { readonly label: string; readonly disabled: boolean; readonly act: () => void }[] {
    const input = this.current();
    return EXPORTERS.map(exporter => ({
      label: exporter.label(this.context.words, input),
      disabled: input === undefined || !exporter.isPossible(input),
      act: () => {
        if (input !== undefined) void this.run(exporter, input);
      },
    }));
  }

  private async run(exporter: Exporter, input: Exportable): Promise<void> {
    const { confirm, words } = this.context;
    this.making.abort();
    const { signal } = (this.making = new AbortController());
    try {
      if (exporter.kind === 'text') {
        const text = await exporter.make(input, signal);
        if (signal.aborted) return;
        await this.extension.copy({ text });
        confirm(words.controls.copied);
        return;
      }
      const bytes = await exporter.make(input, signal);
      if (signal.aborted) return;
      const request: SaveRequest = { format: exporter.format, name: nameOf(input.state.shown), bytes };
      const outcome = await this.extension.save(request);
      if (outcome.kind === 'saved') confirm(fillTemplate(words.controls.saved, outcome.name));
      if (outcome.kind === 'failed') this.context.notify(outcome.why);
    } catch (error) {
      if (!signal.aborted && !isCancelled(error)) this.context.notify(words.controls.exportFailed);
    }
  }
}

/** The proposed file name, such as “story-attention”, without characters that file systems do not allow. */
function nameOf({ document: name }: PanelContent): string {
  const stem = name.replace(/\.[^.]*$/u, '').replace(/[^\p{L}\p{N}_-]+/gu, '-');
  return `${stem || 'text'}-attention`;
}
