// RPC: typed calls and streams over a port, to a worker or to a webview.
//
// A contract is a value; the types of both sides are derived from it. A call is an async function: one request, one
// result. A stream is an async generator: it yields items and returns a result. Leaving a stream early, or aborting the
// signal of a call or stream, cancels the work at the other side. A stream runs ahead of its reader by as many items as
// the contract says, and then waits until the reader takes one. Both ends of a port may serve and call.
import { Allowance, runToEnd } from './answering';
import { AttentiveError, cancelled, fromWire, STOPPED, toWire, type WireError } from './errors';
import { Inbox } from './inbox';
import { type Disposable, DisposableStore, toDisposable } from './lifecycle';

/**
 * The part of a MessagePort, Worker or webview that RPC needs. `onClose` is called at most once, with the reason;
 * sending to a closed port does nothing.
 */
export interface Port {
  send(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: unknown) => void): Disposable;
  onClose(listener: (reason: string) => void): Disposable;
}

/** A method that answers once: what it takes and what it returns. */
export interface Call<Request, Result> {
  readonly kind: 'call';
  /** Never set: it only carries the types to the compiler. */
  readonly types?: (request: Request) => Result;
}

/** A method that yields items before it returns: what it takes, what it yields, what it returns. */
export interface Stream<Request, Item, Result> {
  readonly kind: 'stream';
  /** How many items may have been sent that the reader has not taken yet. */
  readonly ahead: number;
  /** Never set: it only carries the types to the compiler. */
  readonly types?: (request: Request) => readonly [Item, Result];
}

export type Contract = Readonly<Record<string, Call<never, unknown> | Stream<never, unknown, unknown>>>;

/** Declares a method that answers once. */
export function call<Request, Result>(): Call<Request, Result> {
  return { kind: 'call' };
}

/**
 * Declares a method that yields items before it returns. With `ahead` 1 the method makes no item before the reader asks
 * for one. A slow reader of a changing value then gets the newest value.
 */
export function stream<Request, Item, Result>(ahead = 16): Stream<Request, Item, Result> {
  return { kind: 'stream', ahead };
}

/** The methods of a caller. The request of a call is sent at once, that of a stream when its first item is requested. */
export type Client<C extends Contract> = {
  readonly [K in keyof C]: C[K] extends Stream<infer Request, infer Item, infer Result>
    ? (request: Request, signal?: AbortSignal) => AsyncGenerator<Item, Result, void>
    : C[K] extends Call<infer Request, infer Result>
      ? (request: Request, signal?: AbortSignal) => Promise<Result>
      : never;
};

/** The methods that a server implements: those of `Client`, with a signal in every call. */
export type Handlers<C extends Contract> = {
  readonly [K in keyof C]: C[K] extends Stream<infer Request, infer Item, infer Result>
    ? (request: Request, signal: AbortSignal) => AsyncGenerator<Item, Result, void>
    : C[K] extends Call<infer Request, infer Result>
      ? (request: Request, signal: AbortSignal) => Promise<Result>
      : never;
};

const transfers = new WeakMap<object, readonly ArrayBuffer[]>();

/** Marks the buffers inside a request, item or result to be transferred instead of copied. The sender loses them. */
export function transferring<T extends object>(value: T, buffers: readonly ArrayBuffer[]): T {
  transfers.set(value, buffers);
  return value;
}

/** A message from the caller to the server. */
type Request =
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly request: unknown }
  | { readonly kind: 'taken'; readonly id: number }
  | { readonly kind: 'cancel'; readonly id: number };

/** A message from the server to the caller. Its kinds differ from those of requests, so both sides can use one port. */
type Answer =
  | { readonly kind: 'item'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'fail'; readonly id: number; readonly error: WireError };

const REQUEST_KINDS = new Set(['call', 'taken', 'cancel']);
const ANSWER_KINDS = new Set(['item', 'done', 'fail']);

function isRequest(value: unknown): value is Request {
  return typeof value === 'object' && value !== null && 'kind' in value && REQUEST_KINDS.has(String(value.kind));
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && 'kind' in value && ANSWER_KINDS.has(String(value.kind));
}

/** Serves the contract on a port until the port closes or the returned Disposable is disposed. Running work is then aborted. */
export function serve<C extends Contract>(port: Port, contract: C, handlers: Handlers<C>): Disposable {
  const running = new Map<number, Running>();
  const abortAll = (): void => {
    for (const { controller } of running.values()) controller.abort();
  };
  const store = new DisposableStore();
  store.add(toDisposable(abortAll));
  store.add(port.onClose(abortAll));
  store.add(
    port.onMessage(message => {
      if (!isRequest(message)) return;
      if (message.kind === 'cancel') running.get(message.id)?.controller.abort();
      if (message.kind === 'taken') running.get(message.id)?.allowance.itemTaken();
      if (message.kind === 'call') void answer(message.id, message.method, message.request);
    }),
  );
  return store;

  async function answer(id: number, name: string, request: unknown): Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    const method = Object.hasOwn(contract, name) ? contract[name] : undefined;
    const allowance = new Allowance(method?.kind === 'stream' ? method.ahead : 0, signal);
    running.set(id, { controller, allowance });
    try {
      if (method === undefined) throw new AttentiveError('protocol', `no method "${name}"`, { method: name });
      const handler = handlers[name] as unknown as Handler;
      const work = handler.call(handlers, request, signal);
      const value = await (method.kind === 'call' ? work : runToEnd(work as Items, give));
      send(port, { kind: 'done', id, value }, value);
    } catch (error) {
      fail(port, id, error);
    } finally {
      running.delete(id);
    }

    async function give(item: unknown): Promise<void> {
      send(port, { kind: 'item', id, value: item }, item);
      await allowance.itemSent();
      if (signal.aborted) throw cancelled();
    }
  }
}

type Items = AsyncGenerator<unknown, unknown, void>;
type Handler = (request: unknown, signal: AbortSignal) => Promise<unknown> | Items;

interface Running {
  readonly controller: AbortController;
  readonly allowance: Allowance;
}

/** Sends an error. If its data cannot be cloned, a plain error is sent in its place. */
function fail(port: Port, id: number, error: unknown): void {
  try {
    port.send({ kind: 'fail', id, error: toWire(error) } satisfies Answer);
  } catch (unsent) {
    port.send({ kind: 'fail', id, error: toWire(new Error(`an error could not be sent: ${String(unsent)}`)) });
  }
}

/** Makes a client of the contract. When the port closes, pending calls and all later ones are rejected with the reason. */
export function connect<C extends Contract>(port: Port, contract: C): Client<C> & Disposable {
  const calls = new Calls(port);
  const methods: Record<string, unknown> = {};
  for (const [name, { kind }] of Object.entries(contract)) {
    methods[name] = (request: unknown, signal?: AbortSignal) => calls[kind](name, request, signal);
  }
  methods['dispose'] = () => calls.dispose();
  return methods as Client<C> & Disposable;
}

/** The calls and streams of one client that have not ended. */
class Calls implements Disposable {
  private readonly waiting = new Map<number, Inbox<Answer>>();
  private readonly store = new DisposableStore();
  private closed: AttentiveError | undefined;
  private lastId = 0;

  constructor(private readonly port: Port) {
    this.store.add(port.onClose(reason => this.close(reason)));
    this.store.add(
      port.onMessage(message => {
        if (isAnswer(message)) this.waiting.get(message.id)?.put(message);
      }),
    );
  }

  /** A call is a stream without items: the first message about it carries its result. */
  async call(method: string, request: unknown, signal?: AbortSignal): Promise<unknown> {
    const messages = this.stream(method, request, signal);
    const first = await messages.next();
    if (first.done === true) return first.value;
    await messages.return(undefined);
    throw new AttentiveError('protocol', `"${method}" sent an item, but is no stream`, { method });
  }

  async *stream(method: string, request: unknown, signal?: AbortSignal): AsyncGenerator<unknown, unknown, void> {
    if (this.closed !== undefined) throw this.closed;
    if (isAborted(signal)) throw cancelled();
    const id = ++this.lastId;
    const inbox = new Inbox<Answer>();
    const cancel = (): void => {
      this.port.send({ kind: 'cancel', id } satisfies Request);
      inbox.fail(cancelled());
    };
    this.waiting.set(id, inbox);
    signal?.addEventListener('abort', cancel, { once: true });
    let ended = false;
    try {
      send(this.port, { kind: 'call', id, method, request }, request);
      for (;;) {
        const message = await inbox.next();
        if (message.kind === 'item') {
          yield message.value;
          this.port.send({ kind: 'taken', id } satisfies Request);
          continue;
        }
        ended = true;
        if (message.kind === 'fail') throw fromWire(message.error);
        return message.value;
      }
    } finally {
      this.waiting.delete(id);
      signal?.removeEventListener('abort', cancel);
      // A closed port ignores this message. If the signal was aborted, `cancel` has sent it already.
      if (!ended && !isAborted(signal)) this.port.send({ kind: 'cancel', id } satisfies Request);
    }
  }

  dispose(): void {
    this.close(STOPPED);
    this.store.dispose();
  }

  private close(reason: string): void {
    this.closed ??= new AttentiveError('closed', `the other side is gone: ${reason}`, { reason });
    for (const inbox of this.waiting.values()) inbox.fail(this.closed);
    this.waiting.clear();
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function send(port: Port, message: Request | Answer, payload: unknown): void {
  const buffers = typeof payload === 'object' && payload !== null ? transfers.get(payload) : undefined;
  port.send(message, buffers);
}
