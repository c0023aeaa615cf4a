// Text rewrite: runs a task on the text of a file as the command line does: as a whole by its format, or line by line.
import { AttentiveError } from '../../base/errors';
import type { Engine, GenerationOverrides } from '../../engine/api/contract';
import { FRONT_MATTER_KEYS, formatOfFile } from '../../formats/documentFormat';
import type { ModelCard, ModelTask } from '../../models/card';
import { suitableBeams } from '../../tasks/beams';
import { type FormatParsers, parseDocuments } from '../../tasks/run/formattedTexts';
import { noNotes, type RewriteEvent, type RewriteResult } from '../../tasks/run/rewrite';
import { NO_STATS } from '../../tasks/rows/rows';
import { summarize } from '../../tasks/summarize';
import { translate, type TranslateRequest } from '../../tasks/translate';
import { charactersOf } from '../../tasks/workload';
import { onOneLine } from '../../text/inline/wrapping';
import type { Arguments } from './arguments';

export type RewriteArguments = Extract<Arguments, { command: 'translate' | 'summarize' }>;

/** The text of a file, and what is needed to run a task on it. */
export interface TextRewrite {
  readonly engine: Engine;
  /** The name under which the engine holds the model. */
  readonly model: string;
  readonly formats: FormatParsers;
  readonly card: ModelCard;
  readonly task: ModelTask;
  readonly args: Pick<RewriteArguments, 'file' | 'lines'> & {
    readonly settings: TextSettings;
    readonly maxBatchRows?: number | undefined;
  };
  readonly text: string;
  readonly signal: AbortSignal;
}

/** Settings of a search that say how many beams it follows. */
export type TextSettings = GenerationOverrides & Required<Pick<GenerationOverrides, 'numBeams'>>;

/** The settings for a text: those of the command line, with as many beams as suit the text if they name none. */
export function settingsFor(settings: GenerationOverrides, text: string, task: ModelTask): TextSettings {
  return { ...settings, numBeams: settings.numBeams ?? suitableBeams(charactersOf([text], task), undefined) };
}

/** The result of the run, and the text that the command line prints. */
export interface RewrittenText {
  readonly done: Pick<RewriteResult, 'segments' | 'notes' | 'stats'>;
  /** The text to print. */
  readonly whole: string;
  /** The error for a text without prose, such as code or data alone. Nothing was run, and the text is printed as it is. */
  readonly unchanged?: AttentiveError;
}

/**
 * Runs a task on the text of a file.
 *
 * @param follow runs the task to its end, and shows its events as the command line does
 * @throws AttentiveError what parsing the text and running the task throw
 */
export async function rewriteText(
  { engine, model, formats, card, task, args, text, signal }: TextRewrite,
  follow: (rewrite: AsyncGenerator<RewriteEvent, RewriteResult, void>) => Promise<RewriteResult>,
): Promise<RewrittenText> {
  const { texts, between } = args.lines ? linesOf(text) : { texts: [text], between: [] };
  const rows = args.maxBatchRows === undefined ? {} : { maxBatchRows: args.maxBatchRows };
  const run = { engine, model, settings: args.settings, ...rows, signal, texts };
  const rewrite =
    task.kind === 'translate'
      ? translate({ ...run, ...task, ...alignmentOf(card), ...(await formattedOf(args, text, formats, signal)) })
      : summarize({ ...run, ...task });
  let done: RewriteResult;
  try {
    done = await follow(rewrite);
  } catch (error) {
    if (task.kind !== 'translate' || !hasNoProse(error)) throw error;
    return { done: { segments: [], notes: noNotes(), stats: NO_STATS }, whole: text, unchanged: error };
  }
  // A streamed text has been printed already; any other result is printed as a whole at the end.
  return { done, whole: args.lines ? joinLines(done.texts, between) : withFinalLineEnd(task.kind, done.texts[0]) };
}

/**
 * Whether an error says that a text has nothing to translate because it has no words, or only code and data. Text in another
 * script and broken text are errors for the command line.
 */
function hasNoProse(error: unknown): error is AttentiveError {
  if (!(error instanceof AttentiveError) || error.code !== 'nothing-to-do') return false;
  return error.data['why'] === 'code' || error.data['why'] === 'empty';
}

function alignmentOf({ alignment }: ModelCard): Pick<TranslateRequest, 'alignment'> {
  return alignment === undefined ? {} : { alignment };
}

/** What the parser of the file's format found in the text; empty if there is no parser, or each line is a separate text. */
async function formattedOf(
  args: TextRewrite['args'],
  text: string,
  formats: FormatParsers,
  signal: AbortSignal,
): Promise<Pick<TranslateRequest, 'formatted'>> {
  const format = args.lines ? undefined : formatOfFile(args.file, { frontMatterKeys: FRONT_MATTER_KEYS });
  if (format === undefined) return {};
  return {
    formatted: await parseDocuments(formats, [{ format, text, ranges: [{ start: 0, end: text.length }] }], signal),
  };
}

interface Lines {
  readonly texts: readonly string[];
  /** The line ends: `between[i]` is the one after `texts[i]`. */
  readonly between: readonly string[];
}

/** The lines of a text and the line ends between them. */
function linesOf(text: string): Lines {
  const parts = text.split(/(\r?\n)/);
  return { texts: parts.filter((_, index) => index % 2 === 0), between: parts.filter((_, index) => index % 2 === 1) };
}

/** The text to print. A translation ends like its source; a summary always ends with a line end. */
function withFinalLineEnd(task: 'translate' | 'summarize', text: string): string {
  return task === 'translate' || text.endsWith('\n') ? text : `${text}\n`;
}

/** The results with the line ends of the sources; each result is on one line. */
function joinLines(results: readonly string[], between: readonly string[]): string {
  return results.map((result, index) => onOneLine(result) + (between[index] ?? '')).join('');
}
