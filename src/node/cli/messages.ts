// CLI messages: the sentences that the command line prints for errors. Most are those of the editor. Where a sentence
// of the editor names selections, settings or buttons, this file has another one for a terminal.
import { asAttentive, type AttentiveError } from '../../base/errors';
import { sentenceOf, untranslated } from '../../tasks/messages';
import type { Segment } from '../../tasks/run/rewrite';
import type { Warning } from '../../tasks/run/warnings';

/** A sentence that says what is wrong and what the user can do. */
export function terminalSentence(thrown: unknown): string {
  const error = asAttentive(thrown);
  return terminalSentenceOf(error) ?? sentenceOf(error, untranslated);
}

/** The sentence of an error that differs in a terminal; undefined if the sentence of the editor fits. */
function terminalSentenceOf(error: AttentiveError): string | undefined {
  const data = (name: string): string => String(error.data[name] ?? '').replace(/\.+$/, '');
  switch (error.code) {
    case 'cancelled':
      return 'Cancelled: nothing was written.';
    case 'closed':
      return `The engine stopped (${data('reason')}): run the command again.`;
    case 'nothing-to-do':
      return nothingToDo(data('why'));
    case 'task-unsupported': {
      const offers = data('offers');
      const offered = offers === '' ? '' : ` It can: ${offers}.`;
      return `The model “${data('model')}” cannot ${data('task')}.${offered} --model takes the folder of another.`;
    }
    case 'model-missing-file':
      return `The model folder ${data('folder')} has no file ${data('file')}: put the whole model there, or give another folder with --model.`;
    case 'model-run-failed':
      return `The model failed while it ran: ${inLine(data('why'))}. Try a shorter text, --batch-rows 1 or another model.`;
    case 'model-not-loaded':
    case 'protocol':
    case 'internal':
      return `Something went wrong in Attentive: ${inLine(error.message)}. ATTENTIVE_DEBUG=1 in the environment shows where.`;
    case 'bad-request':
    case 'model-not-available':
    case 'download-failed':
    case 'store-failed':
    case 'model-broken-file':
    case 'model-unsupported':
      return undefined;
  }
}

function nothingToDo(why: string): string {
  switch (why) {
    case 'script':
      return 'There is nothing to translate: the text is not written in the script of the model’s source language.';
    case 'noise':
      return 'There is nothing to translate: the text is binary, broken, or has runs that are longer than any word.';
    case 'code':
      return 'There is nothing to translate: the text has no sentences, only code, data or configuration.';
    default:
      return 'There is nothing to work on: the text holds no words.';
  }
}

/** A text on one line and without control characters, which a terminal would execute. */
function inLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

/** Each warning as the rest of a sentence about one result, and about several. */
const WORDS: Readonly<Record<Warning['kind'], readonly [one: string, several: string]>> = {
  numbers: ['lacks a number', 'lack a number'],
  repetition: ['repeats itself', 'repeat themselves'],
  untranslated: ['is hardly translated', 'are hardly translated'],
  short: ['is much shorter than its source', 'are much shorter than their source'],
  unsure: ['is unsure', 'are unsure'],
};

/** "2 results to check: 1 lacks a number, 1 repeats itself." No line if there are no warnings. */
export function warningLines(segments: readonly Pick<Segment, 'warnings'>[]): string[] {
  const total = segments.filter(({ warnings }) => warnings.length > 0).length;
  if (total === 0) return [];
  const counts = Object.entries(WORDS).flatMap(([kind, [one, several]]) => {
    const count = segments.filter(({ warnings }) => warnings.some(warning => warning.kind === kind)).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : several}`];
  });
  return [`${total === 1 ? '1 result' : `${total} results`} to check: ${counts.join(', ')}.`];
}
