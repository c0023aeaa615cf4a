// Job: one run on a target, with its proposal and its preview, from its start until its result is delivered.
import * as vscode from 'vscode';
import type { FinishedRun, TextLocation } from '../../tasks/run/finishedRun';
import { type Choice, Proposal } from '../../tasks/run/proposal';
import type { RewriteEvent } from '../../tasks/run/rewrite';
import { taskName } from '../models/taskChoice';
import type { TaskChoice } from '../models/taskQuestion';
import type { DeliveryRequest, Destination, OpenResult } from './output';
import { type DrawnText, type Placement, PreviewText } from './previewText';
import { NotebookTarget } from '../target/notebookTarget';
import type { Target } from '../target/target';

export type Decision = 'accept' | 'discard';

/** The part of a preview that the commands use. views/preview implements it. */
export interface Preview {
  readonly uri: vscode.Uri;
  /** Draws the preview again, because the result or the document has changed. */
  changed(): void;
  /** Lets the user accept the preview, because the run has ended. */
  finish(): void;
  /** Puts the caret on the first sentence that the user should check. */
  goToCheck(): void;
  /** Decides in place of the user. */
  decide(decision: Decision): void;
  /** The decision of the user; closing the preview discards it. */
  readonly decision: Promise<Decision>;
  /** Closes the preview and returns the column in which it was. */
  close(): Promise<vscode.ViewColumn | undefined>;
}

export interface PreviewRequest {
  readonly original: vscode.TextDocument;
  readonly title: string;
  draw(): DrawnText;
  /** Sets the user's choice for a segment; undefined removes it. */
  choose(segment: number, choice: Choice | undefined): void;
}

export type OpenPreview = (request: PreviewRequest) => Promise<Preview>;

export class Job implements vscode.Disposable {
  readonly proposal: Proposal;
  readonly placement: Placement;
  /** The preview, as soon as it is open. */
  opened: Preview | undefined;
  /** Whether the user has closed or discarded the preview. */
  isDiscarded = false;
  /** The run, as soon as it has ended. */
  run: FinishedRun | undefined;
  private readonly previewText: PreviewText;
  private readonly listener: vscode.Disposable;

  constructor(
    readonly target: Target,
    readonly choice: TaskChoice,
    /** Called with the id of the run and where its results are; undefined if they are in no document. */
    private readonly onResult: (run: string, location: TextLocation | undefined) => void,
  ) {
    const isSummary = choice.task.kind === 'summarize';
    this.proposal = new Proposal(target.texts);
    // A summary that is accepted in a preview is inserted: it replaces its text only if the user chooses that output.
    this.placement = isSummary ? 'insertAbove' : 'replace';
    this.previewText = this.previewTextFor(this.placement);
    this.listener = target.onDidChange(() => this.opened?.changed());
  }

  /** The property `run` of a command's result; an empty object until the run has ended. */
  get runName(): { readonly run?: string } {
    return this.run === undefined ? {} : { run: this.run.id };
  }

  async preview(open: OpenPreview, controller: AbortController): Promise<Preview> {
    const preview = await open({
      original: this.target.document,
      title: vscode.l10n.t('{0} (preview)', this.name),
      draw: () => this.previewText.draw(),
      choose: (segment, choice) => {
        this.proposal.choose(segment, choice);
        this.reportLocation(preview.uri);
      },
    });
    this.opened = preview;
    void preview.decision.then(decision => {
      this.isDiscarded = decision === 'discard';
      if (this.isDiscarded) controller.abort();
    });
    return preview;
  }

  take(event: RewriteEvent): void {
    this.proposal.take(event);
    this.opened?.changed();
  }

  /** Reports the location of the results in the preview. */
  reportLocation(uri: vscode.Uri): void {
    if (this.run !== undefined) this.onResult(this.run.id, this.previewText.location(uri, this.previewText.draw()));
  }

  /** The request to deliver the result with the choices that the user has made so far. */
  deliveryRequest(output: Destination, openResult: OpenResult): DeliveryRequest {
    const text = output === 'copy' || output === 'beside' ? this.previewText : this.previewTextFor(output);
    return { target: this.target, proposal: this.proposal, text, output, name: this.name, openResult };
  }

  /**
   * Shows the document in an editor, so that the user sees the edit, and because an edit must go through an editor to
   * find out whether the document is read-only (writing.ts).
   */
  async showDocument(column: vscode.ViewColumn | undefined): Promise<void> {
    const { document } = this.target;
    if (this.target instanceof NotebookTarget) {
      await this.target.show(column);
      return;
    }
    if (document.isClosed || document.uri.scheme === 'vscode-notebook-cell') return;
    const showsDocument = (tab: vscode.Tab): boolean =>
      tab.input instanceof vscode.TabInputText && tab.input.uri.toString() === document.uri.toString();
    const groups = vscode.window.tabGroups.all.filter(({ tabs }) => tabs.some(showsDocument));
    const group = groups.find(({ viewColumn }) => viewColumn === column) ?? groups[0];
    await vscode.window.showTextDocument(document, { viewColumn: group?.viewColumn ?? column, preview: false });
  }

  dispose(): void {
    this.listener.dispose();
    void this.opened?.close();
  }

  private get name(): string {
    return vscode.l10n.t('{0}: {1}', this.target.name, taskName(this.choice.task));
  }

  private previewTextFor(placement: Placement): PreviewText {
    return new PreviewText(this.target, this.proposal, placement, this.choice.task.kind === 'summarize');
  }
}
