// Host: stands in for VS Code and the extension in a tested page, and records the requests of the page.
import { alignerOf } from '../../../src/attention/analysis/align';
import type { AttentionKind, AttentionToken } from '../../../src/attention/record/record';
import { toDisposable } from '../../../src/base/lifecycle';
import { type Port, serve } from '../../../src/base/rpc';
import { AttentiveError } from '../../../src/base/errors';
import {
  type AttentionPageState,
  attentionContract,
  type AttentionShape,
  type Caret,
  type PanelContent,
  type PassageContent,
} from '../../../src/views/attention/protocol';
import { isEnvelope } from '../../../src/views/page/envelope';
import type { Recorded } from './record';

/** What a test passes to the page before it loads. */
export interface TestData {
  readonly shown: PanelContent;
  readonly passages: readonly Recorded[];
  /** If set, passages of this size with generated weights replace `passages`, to measure how fast the page is. */
  readonly large?: { readonly tokens: number; readonly layers: number; readonly heads: number };
  readonly state?: AttentionPageState;
  readonly theme: { readonly kind: string; readonly colors: Readonly<Record<string, string>> };
  /** The time that each answer takes, in ms. */
  readonly delay?: number;
  /** The methods whose calls are answered only after `release`. */
  readonly held?: readonly string[];
}

/** A call that the page has made. */
export interface PageRequest {
  readonly method: string;
  readonly request: unknown;
}

declare global {
  interface Window {
    given: TestData;
    /** What tests read and control. */
    host: {
      readonly requests: PageRequest[];
      readonly cancelled: PageRequest[];
      state: AttentionPageState | undefined;
      /** For each method, how many of its next calls fail. */
      readonly failing: Record<string, number>;
      show(shown: PanelContent): void;
      caret(caret: Caret): void;
      theme(theme: TestData['theme']): void;
      /** When the first layer was sent to the page, and when the page had painted it, in ms. */
      readonly times: { arrived?: number; drawn?: number };
      /** Ends the stream of the shown content, as when the extension host stops. */
      leave(): void;
      /** From now on, calls of these methods are answered only after `release`. */
      hold(methods: readonly string[]): void;
      /** Answers the held calls and all later ones. */
      release(): void;
    };
    acquireVsCodeApi(): unknown;
  }
}

const { given } = window;
const requests: PageRequest[] = [];
const cancelled: PageRequest[] = [];
const failing: Record<string, number> = {};
const shownQueue = queueOf<PanelContent>([given.shown]);
/** For `large`, the weights of the first layer of each kind. */
const generated = new Map<AttentionKind, Float32Array>(); // [head, target, source]
const caretQueue = queueOf<Caret>([]);
/** The methods whose calls are held, until `release` resolves `gate`. */
let held: readonly string[] = [];
let gate = Promise.resolve();
let release = (): void => undefined;
let page = '';
const listeners = new Set<(message: unknown) => void>();

window.host = {
  requests,
  cancelled,
  state: given.state,
  failing,
  show: shown => shownQueue.push(shown),
  caret: caret => caretQueue.push(caret),
  theme: applyTheme,
  times: {},
  leave: () => shownQueue.end(),
  hold,
  release: () => release(),
};
hold(given.held ?? []);
window.acquireVsCodeApi = () => ({
  postMessage: (value: unknown) => {
    if (!isEnvelope(value)) throw new Error('not an envelope');
    page = value.page;
    const message = structuredClone(value.message);
    setTimeout(() => listeners.forEach(listener => listener(message)));
  },
  getState: () => window.host.state,
  setState: (state: AttentionPageState) => {
    window.host.state = structuredClone(state);
  },
});
const port: Port = {
  send: message => {
    const data = { page, message: structuredClone(message) };
    setTimeout(() => window.dispatchEvent(new MessageEvent('message', { data })));
  },
  onMessage: listener => {
    listeners.add(listener);
    return toDisposable(() => listeners.delete(listener));
  },
  onClose: () => toDisposable(() => undefined),
};
serve(port, attentionContract, {
  shown: (_request, signal) => shownQueue.items(signal),
  carets: (_request, signal) => caretQueue.items(signal),
  passage: answer('passage', ({ passage: at }) => contentOf(at)),
  attention: answer('attention', ({ passage: at, kind, layer }) => weightsOf(at, kind, layer)),
  steps: answer('steps', ({ passage: at, alternatives }) =>
    given.passages[at].steps.map(step => ({ ...step, alternatives: step.alternatives.slice(0, alternatives) })),
  ),
  logits: answer('logits', ({ passage: at, step }) => floats(given.passages[at].logits[step])),
  history: answer('history', ({ passage: at }) => given.passages[at].history),
  head: answer('head', ({ passage: at, kind, layer }) => {
    const head = given.passages[at].heads?.[kind][layer];
    if (head === undefined) throw new AttentiveError('bad-request', 'the run was recorded without queries and keys');
    return { ...head, queries: floats(head.queries), keys: floats(head.keys), scores: floats(head.scores) };
  }),
  highlight: answer('highlight', () => undefined),
  reveal: answer('reveal', () => undefined),
  save: answer('save', ({ name, format }) => ({ kind: 'saved' as const, name: `${name}.${format}` })),
  copy: answer('copy', () => undefined),
});
if (document.body === null) document.addEventListener('DOMContentLoaded', () => applyTheme(given.theme));
else applyTheme(given.theme);

function answer<Request, Result>(method: string, make: (request: Request) => Result) {
  return async (request: Request, signal: AbortSignal): Promise<Result> => {
    requests.push({ method, request });
    await new Promise(resolve => setTimeout(resolve, given.delay ?? 0));
    if (held.includes(method)) await gate;
    if (signal.aborted) cancelled.push({ method, request });
    if ((failing[method] ?? 0) > 0) {
      failing[method]--;
      throw new AttentiveError('model-run-failed', 'made to fail', { words: 'The engine was restarted.' });
    }
    const result = make(request);
    if (method === 'attention' && window.host.times.arrived === undefined) recordFirstFrame();
    return result;
  };
}

function hold(methods: readonly string[]): void {
  held = methods;
  gate = new Promise(resolve => (release = resolve));
}

/** Records when the first frame with the picture of the layer is painted. */
function recordFirstFrame(): void {
  const { times } = window.host;
  times.arrived = performance.now();
  const check = (): void => {
    if (document.querySelector('#stage > :not(.waiting) *') === null) requestAnimationFrame(check);
    // A frame has been painted when the next one begins.
    else requestAnimationFrame(() => (times.drawn = performance.now()));
  };
  check();
}

function contentOf(at: number): PassageContent {
  const { large } = given;
  if (large === undefined) return given.passages[at].content;
  const { tokens: count, layers, heads } = large;
  const word = (token: number): string => `word${(token * 7919) % 1000}`;
  const text = Array.from({ length: count - 1 }, (_, token) => word(token)).join(' ');
  let end = -1;
  const tokens: AttentionToken[] = Array.from({ length: count - 1 }, (_, token) => {
    const start = end + 1;
    end = start + word(token).length;
    return { text: word(token), start, end, special: false };
  });
  const last = { text: '</s>', start: text.length, end: text.length, special: true };
  const side = { text, ids: [...Array(count).keys()], tokens: [...tokens, last] };
  const shape: AttentionShape = { layers, heads, targets: count, sources: count };
  const attention = { encoder: shape, decoder: shape, cross: shape };
  const aligner = alignerOf(undefined, shape);
  return { source: side, target: side, attention, vocabularySize: 8000, aligner };
}

function weightsOf(at: number, kind: AttentionKind, layer: number): Float32Array<ArrayBuffer> {
  const { large } = given;
  if (large === undefined) return floats(given.passages[at].attention[kind][layer]);
  const { tokens, heads } = large;
  const first = generated.get(kind) ?? generatedWeights(kind, tokens, heads); // [head, target, source]
  generated.set(kind, first);
  // Weights are generated once for each kind, because that takes longer than what is measured. Layers differ by the order of
  // their heads.
  const start = ((layer % heads) * first.length) / heads;
  const weights = new Float32Array(first.length); // [head, target, source]
  weights.set(first.subarray(start));
  weights.set(first.subarray(0, start), first.length - start);
  return weights;
}

function generatedWeights(kind: AttentionKind, tokens: number, heads: number): Float32Array {
  const weights = new Float32Array(heads * tokens * tokens); // [head, target, source]
  let seed = 1;
  for (let head = 0; head < heads; head++) {
    for (let row = 0; row < tokens; row++) {
      const from = (head * tokens + row) * tokens;
      const width = kind === 'decoder' ? row + 1 : tokens;
      let sum = 0;
      for (let column = 0; column < width; column++) {
        seed = (seed * 1103515245 + 12345) & 0x7fffffff;
        sum += weights[from + column] = (seed / 0x7fffffff) ** 8 + (Math.abs(row - column - head) < 2 ? 20 : 0);
      }
      for (let column = 0; column < width; column++) weights[from + column] /= sum;
    }
  }
  return weights;
}

function floats(text: string): Float32Array<ArrayBuffer> {
  const bytes = Uint8Array.from(atob(text), character => character.charCodeAt(0));
  return new Float32Array(bytes.buffer);
}

/** Sets the colors of a theme in the page as VS Code does. */
function applyTheme({ kind, colors }: TestData['theme']): void {
  const { style } = document.documentElement;
  for (const name of [...style]) style.removeProperty(name);
  for (const [name, value] of Object.entries(colors)) style.setProperty(name, value);
  document.body.className = kind;
  document.body.dataset['vscodeThemeKind'] = kind;
}

function queueOf<T>(first: T[]) {
  const waiting = [...first];
  let wake = (): void => undefined;
  let ended = false;
  return {
    push(item: T): void {
      waiting.push(item);
      wake();
    },
    end(): void {
      ended = true;
      wake();
    },
    async *items(signal: AbortSignal): AsyncGenerator<T, void, void> {
      while (!signal.aborted && !ended) {
        const item = waiting.shift();
        if (item !== undefined) yield item;
        else await new Promise<void>(resolve => (wake = resolve));
      }
    },
  };
}
