// Channel: the two ends of the connection between this process and the native process, as Ports.
import type { ChildProcess, Serializable } from 'node:child_process';
import { Closing } from '../../base/closing';
import { type Disposable, toDisposable } from '../../base/lifecycle';
import type { Port } from '../../base/rpc';

/** The first message of the native process: it has loaded the library, or the library could not be loaded. */
export type StartMessage =
  { readonly kind: 'started'; readonly version: string } | { readonly kind: 'refused'; readonly why: string };

/** The port to the process that has started this one. */
export function portOfParent(): Port {
  if (process.send === undefined) throw new Error('this file runs only as a child process');
  const closing = new Closing();
  process.once('disconnect', () => closing.close('the parent process ended'));
  return portOver(process, closing);
}

/**
 * The port to a child process, whose serialization must be `advanced`.
 *
 * @returns also the function that says why the process is about to be killed, which is then the reason of the port's end
 */
export function portOfChild(child: ChildProcess): { readonly port: Port; readonly because: (reason: string) => void } {
  const closing = new Closing();
  let known: string | undefined;
  child.once('error', error => closing.close(error.message));
  child.once('exit', (code, signal) => {
    closing.close(
      known ?? (signal === null ? `its process ended with code ${code}` : `its process ended by ${signal}`),
    );
  });
  return { port: portOver(child, closing), because: reason => (known ??= reason) };
}

function portOver(channel: ChildProcess | NodeJS.Process, closing: Closing): Port {
  return {
    // The message is copied: a process cannot transfer memory to another. A message to a process that has ended is dropped.
    send(message) {
      if (channel.connected) channel.send?.(message as Serializable, undefined, {}, () => undefined);
    },
    onMessage(listener): Disposable {
      const take = (message: unknown): void => listener(compacted(message));
      channel.on('message', take);
      return toDisposable(() => channel.off('message', take));
    },
    onClose: listener => closing.onClose(listener),
  };
}

/**
 * The message with each array in a buffer of its own, as it is after a transfer. Node reads a message into one buffer, and the
 * arrays in it are views of that.
 */
export function compacted(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) {
    const { buffer, byteOffset, byteLength } = value;
    if (byteLength === buffer.byteLength) return value;
    const copy = buffer.slice(byteOffset, byteOffset + byteLength);
    return value instanceof DataView
      ? new DataView(copy)
      : new (value.constructor as new (buffer: ArrayBufferLike) => unknown)(copy);
  }
  // Lists of numbers are many and long, and have nothing to copy.
  if (Array.isArray(value)) return typeof value[0] === 'number' ? value : value.map(compacted);
  if (typeof value !== 'object' || value === null || value instanceof ArrayBuffer) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, compacted(part)]));
}
