// Shown: the document as it would become, with the results so far in place of their sources.
import type { RewriteEvent } from '../tasks/rewrite';
import type { Target } from './target';

export class Shown {
  private readonly finished: string[];
  private partial = '';

  constructor(private readonly target: Target) {
    this.finished = target.texts.map(() => '');
  }

  take(event: RewriteEvent): void {
    if (event.kind === 'append') {
      this.finished[event.index] += event.text;
      this.partial = '';
    }
    if (event.kind === 'partial') this.partial = event.text;
  }

  render(): string {
    const text = this.target.document.getText();
    let shown = '';
    let from = 0;
    const current = this.finished.findLastIndex(finished => finished !== '');
    for (const [index, place] of this.target.current().entries()) {
      if (place === 'lost') continue;
      const partial = index === Math.max(current, 0) ? this.partial : '';
      shown += text.slice(from, place.start) + this.finished[index] + partial;
      from = place.end;
    }
    return shown + text.slice(from);
  }
}
