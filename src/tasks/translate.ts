// Translate: translates texts sentence by sentence and keeps everything that is not prose byte for byte.
import type { MeasuredAligner } from '../attention/analysis/align';
import { AttentiveError } from '../base/errors';
import { mapped } from '../base/streams';
import type { CardSureness } from '../models/card';
import { punctuatedAs } from '../text/inline/punctuation';
import { spanOf } from '../text/inline/spans';
import { readSentence } from '../text/inline/sentence';
import { type ProsePiece, segment } from '../text/segment';
import { withSentenceEnds } from '../text/sentenceEnds';
import { splitClauses } from '../text/sentences/sentences';
import { type FormattedTexts, misfits } from './run/formattedTexts';
import { type InnerResult, type InnerSentence, innerSentences } from './run/innerProse';
import { keepsAll } from './rows/integrity';
import { type Layout, Ledger, type SettledSegment } from './run/ledger';
import { type MarkedSentence, markedResult, type WrittenSentence, writtenResult } from './run/markedResult';
import { runKeepingNumbers } from './rows/numberRuns';
import type { RowsEvent, TaskRun } from './rows/rows';
import { noNotes, type RewriteEvent, type RewriteResult, type SegmentPlace } from './run/rewrite';
import { isUnsure } from './run/sureness';
import { gravest } from './rows/textPart';
import { mapPassages } from './rows/trace';
import { mayHaveWarnings, type Warning, warningsOfTranslation } from './run/warnings';
import { wordShares } from './wordShares';

export interface TranslateRequest extends TaskRun {
  /** Each becomes one text of the result. */
  readonly texts: readonly string[];
  /** The language of the texts, a BCP 47 tag. */
  readonly from: string;
  /** The language of the results, a BCP 47 tag; `und` if left out. Warnings about numbers and words depend on it. */
  readonly to?: string;
  /** Characters that the model copies: they stand for code, addresses and tags while a sentence is translated. */
  readonly placeholders?: readonly string[];
  /** Tells which results are probably poor; without it no result has the warning `unsure`. */
  readonly sureness?: CardSureness;
  /** What a parser knows of the texts; they are plain if left out. */
  readonly formatted?: FormattedTexts;
  /** The cross-attention that aligns words best. It tells around which words of the result markup is put. */
  readonly alignment?: MeasuredAligner;
}

/**
 * The limit of new tokens, which stops an output that does not end: German takes about 1.3 tokens for one of English, and no
 * translation takes twice as many.
 */
const NEW_TOKEN_BOUND = { perSourceToken: 2, extra: 12 };

type RowEvent = Extract<RowsEvent, { kind: 'row' }>;

/**
 * Translates texts. `append` events come in the order of the texts. Finished after all others are sentences with markup, which go
 * through the model once more to be aligned, and sentences with inner prose, which wait for the translations of that prose.
 *
 * @throws AttentiveError `nothing-to-do` if no text holds a sentence in the source language, and what the engine throws
 */
export async function* translate(request: TranslateRequest): AsyncGenerator<RewriteEvent, RewriteResult, void> {
  const { sentences, inner, ...layout } = layOut(request);
  const ledger = new Ledger(request.texts, layout);
  yield* ledger.plan();
  const { placeholders = [], to = 'und' } = request;
  const bound = { newTokenBound: NEW_TOKEN_BOUND };
  const all = [...sentences, ...inner.all].map(({ sentence }) => sentence);
  const [texts, spans] = [all.map(({ text }) => text), all.map(({ symbols }) => symbols)];
  const rows = { ...request, ...bound, texts, spans, split: splitClauses, accepts: keepsAll, revise: punctuatedAs };
  // Rows that are written after all others. While the engine generates, it explains nothing.
  const later: RowEvent[] = [];
  const answers = new Map<number, RowEvent>();
  const run = runKeepingNumbers(rows, placeholders, to);
  const stats = yield* mapped(run, async function* (event): AsyncGenerator<RewriteEvent> {
    if (event.kind === 'progress') yield* ledger.progress(event.stats);
    else if (event.row >= sentences.length) {
      if (event.kind === 'row') answers.set(event.row - sentences.length, event);
    } else if (event.kind === 'partial') yield* ledger.partial(event.row, event.text);
    else if (needsAlignment(sentences[event.row], event) || inner.bySentence.has(event.row)) later.push(event);
    else yield* ledger.settle(event.row, await settled(request, layout.places[event.row], sentences[event.row], event));
  });
  for (const event of later) {
    const answered = (inner.bySentence.get(event.row) ?? []).flatMap(at => {
      const answer = answers.get(at);
      return answer === undefined ? [] : [{ ...inner.all[at], result: answer.text, answer }];
    });
    yield* ledger.settle(
      event.row,
      await settled(request, layout.places[event.row], sentences[event.row], event, answered),
    );
    yield* ledger.progress(stats);
  }
  if (request.formatted !== undefined) {
    for (const at of await misfits(request.formatted, ledger.edits())) {
      yield* ledger.settle(at, keptSentence(sentences[at], { passages: [], score: 0 }));
    }
  }
  return ledger.result({ ...request, ...bound }, stats);
}

/** An inner sentence with the row that the engine made of it. */
interface AnsweredInner extends InnerResult {
  readonly answer: RowEvent;
}

/** What a finished row becomes in the ledger: the written translation, or the source if the translation cannot be written. */
async function settled(
  request: TranslateRequest,
  place: SegmentPlace,
  marked: MarkedSentence,
  event: RowEvent,
  inner: readonly AnsweredInner[] = [],
): Promise<SettledSegment> {
  const write = await writer(request, marked, event);
  const whole = write(inner);
  let written = await fitting(request, place, whole);
  // The translation of an inner sentence may be what does not fit, so the sentence is tried without those.
  if (written === undefined && inner.length > 0) written = await fitting(request, place, write([]));
  if (written === undefined) return keptSentence(marked, event);
  const { spans, isWhole, ...texts } = written;
  const outcomes = [event, ...inner.map(({ answer }) => answer)].map(({ outcome }) => outcome);
  const warnings = [
    ...warningsOf(request, event, { source: marked.sentence.text, result: written.result }),
    ...inner.flatMap(({ answer, sentence, result }) => warningsOf(request, answer, { source: sentence.text, result })),
  ];
  return {
    ...texts,
    outcome: gravest(isWhole && written === whole ? outcomes : [...outcomes, 'broken']),
    score: event.score,
    warnings,
    // No two passages may stand for the same range of the document. The ranges of inner sentences lie inside the range of
    // this sentence, so inner sentences have no passages.
    passages: mapPassages(event.passages, { text: marked.sentence.spans, result: spans }),
  };
}

/** The warnings about a row; none if its result is the source and not text of the model. */
function warningsOf(
  { from, to = 'und', sureness, settings }: TranslateRequest,
  { outcome, score }: RowEvent,
  texts: { readonly source: string; readonly result: string },
): Warning[] {
  if (!mayHaveWarnings(outcome)) return [];
  const warnings = warningsOfTranslation(texts.source, texts.result, { from, to });
  const isBeam = (settings.numBeams ?? 1) > 1;
  if (sureness === undefined || !isUnsure(sureness, { ...texts, meanLogProbability: score, isBeam })) return warnings;
  return [...warnings, { kind: 'unsure' }];
}

/** Makes the function that writes a finished row with given inner translations; it returns undefined if a marker has no place. */
async function writer(
  request: TranslateRequest,
  marked: MarkedSentence,
  event: RowEvent,
): Promise<(inner: readonly InnerResult[]) => WrittenSentence | undefined> {
  if (!needsAlignment(marked, event)) return inner => writtenResult(marked, event.text, inner);
  const shares = await wordShares(request, event.passages, { source: marked.sentence.text, target: event.text });
  return inner => markedResult(marked, event.text, shares, inner);
}

/** Whether the markers of a sentence must be put around words of its translation. */
function needsAlignment({ sentence }: MarkedSentence, { text, outcome }: RowEvent): boolean {
  return sentence.markup.length > 0 && text !== sentence.text && outcome !== 'tooLong';
}

/** A written sentence; undefined if it would change the structure of its document. */
async function fitting(
  { formatted }: TranslateRequest,
  { text, start, end }: SegmentPlace,
  written: WrittenSentence | undefined,
): Promise<WrittenSentence | undefined> {
  if (written === undefined || formatted === undefined) return written;
  const [fits] = await formatted.fits([{ text, start, end, replacement: written.written }]);
  return fits ? written : undefined;
}

/** A sentence that stays as it was, because its translation does not fit in the text. */
function keptSentence(
  { piece, sentence }: MarkedSentence,
  { passages, score }: Pick<RowEvent, 'passages' | 'score'>,
): SettledSegment {
  const unused = passages.map(passage => ({ ...passage, written: [] }));
  const own = { text: sentence.spans, result: spanOf(0) };
  const texts = { result: sentence.text, marked: piece.text, written: piece.text + (piece.after ?? '') };
  return { ...texts, outcome: 'broken', score, warnings: [], passages: mapPassages(unused, own) };
}

interface SentenceLayout extends Layout {
  /** The sentence at each of `places`. */
  readonly sentences: readonly MarkedSentence[];
  /** The inner sentences of all sentences; and by the index of a sentence that has some, their indices in `all`. */
  readonly inner: {
    readonly all: readonly InnerSentence[];
    readonly bySentence: ReadonlyMap<number, readonly number[]>;
  };
}

function layOut(request: TranslateRequest): SentenceLayout {
  const places: SegmentPlace[] = [];
  const pieces: ProsePiece[] = [];
  const notes = noNotes();
  const options = { language: request.from, symbolsInside: request.placeholders !== undefined };
  for (const [text, source] of request.texts.entries()) {
    let start = 0;
    const structure = request.formatted?.structures[text];
    const found = segment(source, structure === undefined ? options : { ...options, structure });
    for (const piece of withSentenceEnds(found, request.to ?? 'und')) {
      const after = piece.kind === 'prose' ? (piece.after ?? '') : '';
      const end = start + piece.text.length + after.length;
      if (piece.kind === 'prose') {
        places.push({ text, start, end });
        pieces.push(piece);
      } else if (piece.reason === 'script') notes.otherScript++;
      else if (piece.reason === 'noise') notes.noise++;
      else if (piece.reason === 'code') notes.code++;
      start = end;
    }
  }
  if (pieces.length === 0) {
    const why = notes.otherScript > 0 ? 'script' : notes.noise > 0 ? 'noise' : notes.code > 0 ? 'code' : 'empty';
    throw new AttentiveError('nothing-to-do', `nothing to translate: ${why}`, { why });
  }
  const sentences = pieces.map((piece): MarkedSentence => ({ piece, sentence: readSentence(piece) }));
  const all: InnerSentence[] = [];
  const bySentence = new Map<number, readonly number[]>();
  for (const [at, piece] of pieces.entries()) {
    const own = innerSentences(piece, options);
    if (own.length > 0) {
      const indices = [...own.keys()].map(index => all.length + index);
      bySentence.set(at, indices);
    }
    all.push(...own);
  }
  return {
    places,
    sentences,
    inner: { all, bySentence },
    sources: sentences.map(({ sentence }) => sentence.text),
    notes,
  };
}
