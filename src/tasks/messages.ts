// Messages: the sentences that are shown for an error or for the notes of a result, with what the user can do next.
import { asAttentive, type AttentiveError, type ErrorCode, STOPPED } from '../base/errors';
import { isolated } from '../base/isolate';
import { CARD_FILE } from '../models/card';
import type { RuntimeInUse } from './backends/backend';
import type { Notes } from './run/rewrite';
import type { Warning } from './run/warnings';

/** Translates a message with {0}, {1} … placeholders; `vscode.l10n.t` in the editor. */
export type Translate = (message: string, ...args: (string | number)[]) => string;

/** Fills in a message without translating it, for the command line. */
export function untranslated(message: string, ...args: (string | number)[]): string {
  return message.replace(/\{(\d+)\}/g, (_, index: string) => String(args[Number(index)] ?? ''));
}

/** One sentence that says what is wrong and what to do, for any thrown value. */
export function sentenceOf(thrown: unknown, t: Translate): string {
  const error = asAttentive(thrown);
  // Some reasons are whole sentences; their full stop is removed, because the sentence around them has its own.
  const data = (name: string): string => inLine(String(error.data[name] ?? '')).replace(/\.+$/, '');
  switch (error.code) {
    case 'cancelled':
      return t('Cancelled. Nothing was changed.');
    case 'closed':
      return endSentence(error, data('reason'), t);
    case 'nothing-to-do':
      return nothingToDo(error, t);
    case 'model-missing-file':
    case 'model-broken-file':
    case 'model-unsupported':
    case 'model-run-failed':
      return modelSentence(error.code, data, t);
    case 'model-not-available':
    case 'download-failed':
    case 'store-failed':
      return sourceSentence(error.code, data, t);
    case 'task-unsupported':
      return t('The model “{0}” cannot do this: {1}. Add the folder of a model that can.', data('model'), data('task'));
    case 'bad-request':
      return t('“{0}” cannot be used: {1}.', data('name'), data('why'));
    case 'model-not-loaded':
    case 'protocol':
    case 'internal':
      return t(
        'Something went wrong in Attentive: {0}. Nothing was changed; the output channel “Attentive” has the details.',
        inLine(error.message),
      );
  }
}

/** Says why a model was not added. */
function sourceSentence(
  code: Extract<ErrorCode, 'model-not-available' | 'download-failed' | 'store-failed'>,
  data: (name: string) => string,
  t: Translate,
): string {
  switch (code) {
    case 'model-not-available':
      return t('The model “{0}” is not available: {1}.', data('model'), data('why'));
    case 'download-failed':
      return t(
        'The file “{0}” was not downloaded: {1}. Adding the model again goes on with what is missing.',
        data('file'),
        data('why'),
      );
    case 'store-failed':
      return t('The models in {0} cannot be read or changed: {1}.', data('folder'), data('why'));
  }
}

/** Says that a worker has ended, and which one. */
function endSentence(error: AttentiveError, reason: string, t: Translate): string {
  if (error.data['worker'] === 'tasks') {
    return t(
      'The worker that runs the tasks stopped ({0}). Nothing was changed; run the command again and it starts anew.',
      reason,
    );
  }
  if (isStoppedOnPurpose(error)) return t('Stopped because the engine was restarted. Nothing was changed.');
  return t('The engine stopped ({0}). Nothing was changed; run the command again and it starts anew.', reason);
}

/** Whether the engine was stopped on purpose, which is no failure. */
export function isStoppedOnPurpose(error: AttentiveError): boolean {
  return error.code === 'closed' && error.data['reason'] === STOPPED;
}

/** Which runtime runs a model, if it is not WebAssembly as a matter of course, and what to do if another one failed. */
export function runtimeSentence({ name, fault }: RuntimeInUse, t: Translate): string | undefined {
  if (name === 'native') return t('The native runtime runs it.');
  if (name === 'webgpu') return t('WebGPU runs it, on a graphics processor.');
  if (fault === undefined) return undefined;
  const reason = inLine(fault.reason);
  return fault.runtime === 'native'
    ? t('WebAssembly runs it, because the native runtime is not used: {0}. Restart the Engine tries it again.', reason)
    : t('WebAssembly runs it, because WebGPU is not used: {0}. Restart the Engine tries it again.', reason);
}

/**
 * A reason on one line and without control characters: reasons quote parts of files, and a terminal obeys escape
 * sequences.
 */
function inLine(text: string): string {
  return text.replace(/[\s\p{Cc}]*[\p{Cc}\p{Zl}\p{Zp}][\s\p{Cc}]*/gu, ' ').trim();
}

/** One sentence for each kind of note. The count stands after a colon, because languages form plurals differently. */
export function sentencesOf(notes: Readonly<Notes>, t: Translate): string[] {
  const { otherScript, noise, code, tooLong, empty, broken, cut } = notes;
  const sentences = [
    otherScript > 0 &&
      t('Left as they were because they are not written in the script of the source language: {0}.', otherScript),
    noise > 0 && t('Left as they were because they are binary, broken, or longer than any word: {0}.', noise),
    code > 0 && t('Left as they were because they are lines of code, data or configuration: {0}.', code),
    tooLong > 0 &&
      t('Left as they were because they are longer than the model takes and cannot be split: {0}.', tooLong),
    empty > 0 && t('Left as they were because the model gave no text for them: {0}.', empty),
    broken > 0 &&
      t(
        'Left as they were, in whole or in part, because the model lost or invented what must be kept, or wrote broken characters: {0}.',
        broken,
      ),
    cut > 0 && t('Please check, because the model did not come to an end: {0}.', cut),
  ];
  return sentences.filter(sentence => sentence !== false);
}

/** One sentence for a warning about a result. */
export function sentenceOfWarning(warning: Warning, t: Translate): string {
  switch (warning.kind) {
    case 'numbers':
      return t('Please check: the result lacks numbers of the source: {0}.', warning.numbers.join(' · '));
    case 'repetition':
      return t('Please check: the result repeats itself: “{0}”.', isolated(warning.phrase));
    case 'untranslated':
      return t('Please check: the result is hardly translated.');
    case 'short':
      return t('Please check: the result is much shorter than the source.');
    case 'unsure':
      return t('Please check: the model was unsure.');
  }
}

type ModelErrorCode = Exclude<Extract<ErrorCode, `model-${string}`>, 'model-not-loaded' | 'model-not-available'>;

function modelSentence(code: ModelErrorCode, data: (name: string) => string, t: Translate): string {
  switch (code) {
    case 'model-missing-file':
      return missingSentence(data, t);
    case 'model-broken-file':
      return brokenSentence(data, t);
    case 'model-unsupported':
      return t(
        'This model cannot be run: {0}. Choose an encoder-decoder for text, such as Marian, T5, BART or M2M-100, in the layout of the Hugging Face hub.',
        data('what'),
      );
    case 'model-run-failed':
      return t(
        'The model failed while it ran: {0}. Nothing was changed; try a smaller selection or another model.',
        data('why'),
      );
  }
}

function missingSentence(data: (name: string) => string, t: Translate): string {
  const folder = data('folder');
  switch (data('why')) {
    case 'no-folder':
      return t('There is no model folder {0}. Choose the folder, or correct its path in the settings.', folder);
    case 'relative':
      return t(
        'The model folder “{0}” is not a whole path. Choose the folder, or write its path from the root.',
        folder,
      );
    case 'no-home':
      return t('The model folder “{0}” begins with ~, which stands for nothing here. Write its whole address.', folder);
    case 'no-disk':
      return t('The model folder “{0}” is a path, and the browser can read addresses only. Choose the folder.', folder);
    default:
      break;
  }
  if (data('file') === CARD_FILE) {
    return t(
      'The model folder {0} has no {1}, the file that says what a model can do. Put one there, or choose another folder.',
      folder,
      CARD_FILE,
    );
  }
  return t(
    'The model folder {0} has no file {1}. Put the whole model there, or choose another folder.',
    folder,
    data('file'),
  );
}

function brokenSentence(data: (name: string) => string, t: Translate): string {
  const [file, folder, why, line] = [data('file'), data('folder'), data('why'), data('line')];
  if (file === CARD_FILE && folder !== '') {
    return line === ''
      ? t('The file {0} in {1} cannot be used: {2}. Correct it, and run the command again.', file, folder, why)
      : t(
          'The file {0} in {1} has a mistake in line {2}: {3}. Correct it, and run the command again.',
          file,
          folder,
          line,
          why,
        );
  }
  return folder === ''
    ? t('The model file {0} cannot be used: {1}. Copy or download it again.', file, why)
    : t('The model file {0} in {1} cannot be used: {2}. Copy or download it again.', file, folder, why);
}

function nothingToDo(error: AttentiveError, t: Translate): string {
  switch (error.data['why']) {
    case 'script':
      return t('There is nothing to translate: the text is not written in the script of the model’s source language.');
    case 'noise':
      return t('There is nothing to translate: the text is binary, broken, or has runs that are longer than any word.');
    case 'code':
      return t('There is nothing to translate: the text has no sentences, only code, data or configuration.');
    case 'grammar':
      return t(
        'Comments and strings cannot be told from other text in {0}. Select what you want translated, and run Translate Selection.',
        String(error.data['language']),
      );
    case 'comments':
      return t(
        'There is nothing to translate: no comments were found here. Translate Strings is for texts in quotation marks.',
      );
    case 'strings':
      return t('There is nothing to translate: no strings were found here. Translate Comments is for comments.');
    case 'cells':
      return t(
        'There is nothing to translate: no cell has Markdown, or code in a language whose comments can be found.',
      );
    default:
      return t('There is nothing to work on: the text holds no words. Select some text and try again.');
  }
}
