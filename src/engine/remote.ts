// Remote: the engine's contract over a port, for both sides.
import type { Disposable } from '../base/lifecycle';
import { connect, type Port, serve, transferring } from '../base/rpc';
import { type Engine, type EngineHandlers, engineContract, type LoadRequest } from './api';

/** Answers the contract on a port with these handlers. */
export function serveEngine(port: Port, handlers: EngineHandlers): Disposable {
  return serve(port, engineContract, handlers);
}

/** The engine at the other side of a port. The graphs given to `load` are moved there: the caller loses their bytes. */
export function connectEngine(port: Port): Engine & Disposable {
  const client = connect(port, engineContract);
  const load = (request: LoadRequest, signal?: AbortSignal) =>
    client.load(
      transferring(request, [request.files.encoder.bytes.buffer, request.files.decoder.bytes.buffer]),
      signal,
    );
  return { ...client, load };
}
