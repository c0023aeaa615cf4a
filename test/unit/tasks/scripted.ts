// Scripted engine: an engine for tests, which answers each text with the result of a function instead of running a model.
import type { AttentionToken } from '../../../src/attention/record/record';
import { throwIfAborted } from '../../../src/base/errors';
import type { Engine, GenerateRequest, GenerateStats } from '../../../src/engine/api/contract';
import type { TaskRun } from '../../../src/tasks/rows/rows';

export interface Answer {
  readonly text?: string;
  /** Whether the model was stopped before the end of its output. */
  readonly cut?: boolean;
  readonly score?: number;
  /** How many times as long as the longest text that the model takes this text is; such a text gets no answer. */
  readonly excess?: number;
  /** The unfinished answers that are reported before the answer. */
  readonly partials?: readonly string[];
}

export interface Script {
  readonly answer: (text: string, request: GenerateRequest) => string | Answer;
  /** The order in which the rows of a request finish; that of the request if left out. */
  readonly order?: (rows: number[]) => number[];
}

export interface ScriptedEngine {
  readonly engine: Engine;
  /** All requests to generate so far. */
  readonly requests: GenerateRequest[];
  /** How many requests have ended, with a result, an error or a cancellation. */
  ended: number;
}

/** The statistics that the engine reports for every request. */
export const ONE_STEP: GenerateStats = { sourceTokens: 3, newTokens: 2, steps: 1, encoderMs: 5, decoderMs: 7 };

export function scripted(script: Script): ScriptedEngine {
  /** All answers so far. An answer has one target id, its index in this list, by which `explain` finds it again. */
  const answers: string[] = [];
  let explained: { readonly sources: readonly AttentionToken[]; readonly targets: readonly AttentionToken[] } = {
    sources: [],
    targets: [],
  };
  const self: ScriptedEngine = {
    requests: [],
    ended: 0,
    engine: {
      load: refuse,
      unload: refuse,
      generate,
      explain,
      attention,
      steps: refuse,
      logits: refuse,
      stacks: refuse,
      internals: refuse,
      probe: refuse,
    },
  };
  return self;

  async function explain(...[{ source, targets }]: Parameters<Engine['explain']>): ReturnType<Engine['explain']> {
    if (source.kind !== 'text') throw new Error('tasks ask by text');
    const [target] = targets;
    explained = { sources: wordTokens(source.texts[0]), targets: wordTokens(answers[target[0]] ?? '') };
    const shape = { layers: 1, heads: 1, targets: explained.targets.length, sources: explained.sources.length };
    const row = {
      source: { text: source.texts[0], ids: [], tokens: explained.sources },
      target: { text: answers[target[0]] ?? '', ids: target, tokens: explained.targets },
    };
    const attention = { encoder: shape, decoder: shape, cross: shape };
    return { explanation: 1, rows: [row], attention, vocabularySize: 1 };
  }

  /** Each word of the target attends to the word at the same relative position in the source. */
  async function attention(): ReturnType<Engine['attention']> {
    const { sources, targets } = explained;
    const weights = new Float32Array(targets.length * sources.length); // [target, source]
    for (const target of targets.keys()) {
      weights[target * sources.length + Math.floor((target * sources.length) / targets.length)] = 1;
    }
    return weights;
  }

  async function* generate(...[request, signal]: Parameters<Engine['generate']>): ReturnType<Engine['generate']> {
    self.requests.push(request);
    const texts = textsOf(request);
    const rows = texts.map((_, row) => row);
    try {
      for (const row of script.order?.(rows) ?? rows) {
        throwIfAborted(signal);
        const given = script.answer(texts[row], request);
        const {
          text = '',
          cut = false,
          score = -0.5,
          excess,
          partials = [],
        } = typeof given === 'string' ? { text: given } : given;
        for (const partial of partials) yield { kind: 'partial', row, text: partial };
        if (excess === undefined)
          yield {
            kind: 'row',
            row,
            sourceIds: [],
            hypotheses: [{ ids: [answers.push(text) - 1], text, score, meanLogProbability: score }],
            cut,
          };
        else yield { kind: 'tooLong', row, tokens: excess * 10, limit: 10 };
        yield { kind: 'progress', stats: ONE_STEP };
      }
      return ONE_STEP;
    } finally {
      self.ended++;
    }
  }
}

/** The words of a text as its tokens. */
function wordTokens(text: string): AttentionToken[] {
  return [...text.matchAll(/\S+/g)].map(({ index, 0: word }) => {
    return { text: word, start: index, end: index + word.length, special: false };
  });
}

/** An engine that answers every text with the text itself. */
export function identity(): ScriptedEngine {
  return scripted({ answer: text => text });
}

export function textsOf({ source }: GenerateRequest): readonly string[] {
  if (source.kind !== 'text') throw new Error('tasks ask by text');
  return source.texts;
}

/** The part of a task's request that says on which engine, with which model and how to run. */
export function runOn(engine: Engine, more: Partial<TaskRun> = {}): TaskRun {
  return { engine, model: 'm', input: {}, settings: {}, signal: new AbortController().signal, ...more };
}

export interface Outcome<Event, Result> {
  readonly events: Event[];
  readonly result: Result;
}

/** Runs a task to its end, and returns its events and its result. */
export async function outcome<Event, Result>(
  run: AsyncGenerator<Event, Result, void>,
): Promise<Outcome<Event, Result>> {
  const events: Event[] = [];
  for (;;) {
    const step = await run.next();
    if (step.done === true) return { events, result: step.value };
    events.push(step.value);
  }
}

function refuse(): never {
  throw new Error('the scripted engine does not have this method');
}
