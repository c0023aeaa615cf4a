// Errors: the closed list of error codes, the error that carries one, and its form on a port.

/** What went wrong. Code branches on the error code, and tasks/messages.ts makes of it the messages that users read. */
export type ErrorCode =
  | 'cancelled' // the caller asked to stop
  | 'closed' // the other side of a port is gone; data.reason says why; data.worker is `tasks` for the worker of the tasks
  | 'protocol' // a message or method that is not in the contract
  | 'internal' // any other error: a bug
  | 'bad-request' // an argument that cannot be used; data.name, data.why
  | 'model-missing-file' // data.file, data.folder; data.why if the folder itself cannot be read
  | 'model-broken-file' // data.file, data.why; data.folder and data.line where they are known
  | 'model-unsupported' // data.what
  | 'model-not-loaded' // data.model
  | 'model-run-failed' // the runtime refused or threw; data.why
  | 'task-unsupported' // the model has no such task; data.task, data.model
  | 'model-not-available' // a model that its source does not give, or not to this user; data.model, data.why
  | 'download-failed' // data.file, data.why
  | 'store-failed' // the folder with the added models cannot be read or written; data.folder, data.why
  | 'nothing-to-do'; // the text has nothing that the task works on; data.why

export type ErrorData = Readonly<Record<string, string | number>>;

/** The reason of a `closed` error that this side caused on purpose: nothing failed. */
export const STOPPED = 'it was stopped';

/** An error with a code. Its message is for logs and developers; users read the text that tasks/messages.ts makes. */
export class AttentiveError extends Error {
  override readonly name = 'AttentiveError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly data: ErrorData = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** An error as plain data, which survives structured clone and keeps the stack of the side that threw it. */
export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly data: ErrorData;
  readonly stack?: string;
  readonly cause?: WireError;
}

/** The depth up to which causes of causes are kept. There has to be a limit, because an error can be its own cause. */
const DEEPEST_CAUSE = 8;

/** Turns any thrown value into plain data, its causes included up to a depth of `DEEPEST_CAUSE`. */
export function toWire(error: unknown, depth = 0): WireError {
  const known = asAttentive(error);
  const stack = error instanceof Error ? error.stack : undefined;
  const cause = error instanceof Error && error.cause !== undefined && depth < DEEPEST_CAUSE ? error.cause : undefined;
  return {
    code: known.code,
    message: known.message,
    data: known.data,
    ...(stack === undefined ? {} : { stack }),
    ...(cause === undefined ? {} : { cause: toWire(cause, depth + 1) }),
  };
}

/** Makes an error of a WireError. Its stack is that of this side, followed by that of the other side. */
export function fromWire(wire: WireError): AttentiveError {
  const error = new AttentiveError(
    wire.code,
    wire.message,
    wire.data,
    wire.cause === undefined ? undefined : { cause: fromWire(wire.cause) },
  );
  if (wire.stack !== undefined) error.stack = `${error.stack ?? ''}\n  --- on the other side ---\n${wire.stack}`;
  return error;
}

/** Any thrown value as an AttentiveError: itself, `cancelled` for an abort, else `internal` around it. */
export function asAttentive(error: unknown): AttentiveError {
  if (error instanceof AttentiveError) return error;
  if (error instanceof Error && error.name === 'AbortError') {
    return new AttentiveError('cancelled', 'The work was cancelled.', {}, { cause: error });
  }
  if (error instanceof Error) return new AttentiveError('internal', error.message, {}, { cause: error });
  return new AttentiveError('internal', describeThrown(error));
}

/** The error for an argument that cannot be used; `why` is a clause. */
export function badRequest(name: string, why: string, options?: ErrorOptions): AttentiveError {
  return new AttentiveError('bad-request', `${name}: ${why}.`, { name, why }, options);
}

/** The error for a model file that is damaged or contradicts another; `why` is a clause. */
export function brokenFile(file: string, why: string, more: ErrorData = {}, options?: ErrorOptions): AttentiveError {
  return new AttentiveError('model-broken-file', `${file}: ${why}`, { file, why, ...more }, options);
}

/** The error for a model whose files are intact, but whose kind cannot be run; `what` names the kind. */
export function unsupported(what: string, more: ErrorData = {}): AttentiveError {
  return new AttentiveError('model-unsupported', `Not supported: ${what}`, { what, ...more });
}

/** The error for a model that its source does not give; `why` is a clause that says what to do next. */
export function notAvailable(model: string, why: string, options?: ErrorOptions): AttentiveError {
  return new AttentiveError('model-not-available', `${model} is not available: ${why}`, { model, why }, options);
}

/** The error for a file that was not downloaded; `why` is a clause. */
export function downloadFailed(file: string, why: string, options?: ErrorOptions): AttentiveError {
  return new AttentiveError('download-failed', `${file} was not downloaded: ${why}`, { file, why }, options);
}

/** The error for a store that cannot be read or written; `why` is a clause. */
export function storeFailed(folder: string, why: string, options?: ErrorOptions): AttentiveError {
  return new AttentiveError('store-failed', `${folder}: ${why}`, { folder, why }, options);
}

/** The error for work that the caller asked to stop. */
export function cancelled(): AttentiveError {
  return new AttentiveError('cancelled', 'The work was cancelled.');
}

/** @throws AttentiveError `cancelled` if the signal was aborted */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw cancelled();
}

function describeThrown(value: unknown): string {
  try {
    return String(value);
  } catch {
    return 'a value that has no text form was thrown';
  }
}
