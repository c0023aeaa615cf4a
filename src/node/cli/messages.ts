// CLI messages: what the command line says of an error or of a result. Most is said as in the editor; what the editor says
// of selections, settings and buttons is said here in words of a terminal.
import { asAttentive, type AttentiveError } from '../../base/errors';
import { sentenceOf, sentencesOf, untranslated } from '../../tasks/messages';
import type { Notes } from '../../tasks/run/rewrite';

/** One sentence that says what is wrong and what to do. */
export function terminalSentence(thrown: unknown): string {
  const error = asAttentive(thrown);
  return ofTerminal(error) ?? sentenceOf(error, untranslated);
}

/** What was left as it was or may be wrong, one sentence each. */
export function terminalNotes(notes: Readonly<Notes>): string[] {
  return sentencesOf(notes, untranslated);
}

function ofTerminal(error: AttentiveError): string | undefined {
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
      const there = offers === '' ? '' : ` It can: ${offers}.`;
      return `The model “${data('model')}” cannot ${data('task')}.${there} --model takes the folder of another.`;
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

/** A sentence has one line, and nothing in it that a terminal obeys. */
function inLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
