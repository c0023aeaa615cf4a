// Remote: the engine's contract over a port, for both sides.
import type { Disposable } from '../base/lifecycle';
import { connect, type Port, serve, transferring } from '../base/rpc';
import { type Engine, type EngineHandlers, engineContract, type LoadRequest } from './api/contract';
import type { ModelFiles } from '../models/modelFiles';

/** Answers the contract on a port with these handlers. */
export function serveEngine(port: Port, handlers: EngineHandlers): Disposable {
  return serve(port, engineContract, handlers);
}

/** The engine at the other side of a port. The graphs given to `load` and their weights are moved there: the caller loses their bytes. */
export function connectEngine(port: Port): Engine & Disposable {
  const client = connect(port, engineContract);
  const load = (request: LoadRequest, signal?: AbortSignal) =>
    client.load(transferring(request, buffersOf(request.files)), signal);
  return { ...client, load };
}

function buffersOf({ encoder, decoder, decoderWithPast }: ModelFiles): ArrayBuffer[] {
  const graphs = [encoder, decoder, ...(decoderWithPast === undefined ? [] : [decoderWithPast])];
  return graphs.flatMap(({ bytes, weights = [] }) => [bytes.buffer, ...weights.map(file => file.bytes.buffer)]);
}
