// Shown: the document as it would become, with each finished stretch in place of its source and all others as they are.
import { composed, type RewriteEvent, type StretchPlace } from '../tasks/rewrite';
import type { Target } from './target';

export class Shown {
  private places: readonly StretchPlace[] = [];
  private written: (string | undefined)[] = [];

  constructor(private readonly target: Target) {}

  take(event: RewriteEvent): void {
    if (event.kind === 'plan') {
      this.places = event.places;
      this.written = event.places.map(() => undefined);
    }
    if (event.kind === 'stretch') this.written[event.stretch] = event.written;
    if (event.kind === 'partial') this.written[event.stretch] = event.text;
  }

  render(): string {
    const text = this.target.document.getText();
    const results = composed(this.target.texts, this.places, this.written);
    let shown = '';
    let from = 0;
    for (const [index, place] of this.target.current().entries()) {
      if (place === 'lost') continue;
      shown += text.slice(from, place.start) + results[index];
      from = place.end;
    }
    return shown + text.slice(from);
  }
}
