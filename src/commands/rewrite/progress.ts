// Progress: the notification of a run. It shows that the model is loading, then how many segments are done and the time
// left.
import * as vscode from 'vscode';
import type { Disposable } from '../../base/lifecycle';
import type { RewriteEvent } from '../../tasks/run/rewrite';
import { duration } from './estimate';
import { type Pace, secondsLeft } from './pace';

/**
 * The delay before the first message. A run that ends sooner shows no message: the editor would keep it on the screen
 * for a while after the end of the run, and of several messages at once it drops the newest.
 */
const FIRST_MESSAGE_MS = 400;
/** The shortest remaining time that is shown. */
const LEAST_SECONDS_LEFT = 3;
/** How long a run must have taken before a remaining time is shown: an earlier estimate would be poor. */
const LEAST_SECONDS_RUN = 2;

interface Report {
  readonly message?: string;
  readonly increment?: number;
}

export class RunProgress implements Disposable {
  private characters = 0;
  private began = performance.now();
  /** How many finished segments the notification shows. */
  private shown = 0;
  private message = vscode.l10n.t('loading the model');
  /** By how much the progress bar has to grow with the next report, in percent. */
  private increment = 0;
  /** The timer of the delay before the first message; undefined when messages may be shown. */
  private waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly progress: vscode.Progress<Report>,
    /** The pace of earlier runs of this kind. */
    private readonly pace: Pace | undefined,
  ) {
    this.waiting = setTimeout(() => {
      this.waiting = undefined;
      this.report();
    }, FIRST_MESSAGE_MS);
  }

  take(event: RewriteEvent): void {
    if (event.kind === 'plan') {
      this.characters = event.characters;
      this.began = performance.now();
      this.setMessage(vscode.l10n.t('{0} of {1}', 0, count(event.total)));
    }
    if (event.kind === 'progress') {
      this.increment += ((event.done - this.shown) / event.total) * 100;
      this.shown = event.done;
      this.setMessage(this.messageOf(event));
    }
  }

  dispose(): void {
    clearTimeout(this.waiting);
  }

  private messageOf(event: Extract<RewriteEvent, { kind: 'progress' }>): string {
    const { done, total, stats } = event;
    const elapsed = (performance.now() - this.began) / 1000;
    const left =
      elapsed < LEAST_SECONDS_RUN
        ? undefined
        : secondsLeft({ characters: this.characters, done, total, stats, elapsed }, this.pace);
    if (left === undefined || left < LEAST_SECONDS_LEFT) return vscode.l10n.t('{0} of {1}', count(done), count(total));
    return vscode.l10n.t('{0} of {1}, about {2} left', count(done), count(total), duration(left));
  }

  private setMessage(message: string): void {
    this.message = message;
    if (this.waiting === undefined) this.report();
  }

  private report(): void {
    this.progress.report({ message: this.message, increment: this.increment });
    this.increment = 0;
  }
}

function count(number: number): string {
  return number.toLocaleString(vscode.env.language);
}
