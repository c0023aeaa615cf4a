// Remote: makes the server and the client of the engine's contract on a port.
import type { Disposable } from '../base/lifecycle';
import { connect, type Port, serve, transferring } from '../base/rpc';
import { type Engine, type EngineHandlers, engineContract, type LoadRequest } from './api/contract';
import type { ModelFiles } from '../models/modelFiles';

/** Serves the engine on a port. */
export function serveEngine(port: Port, handlers: EngineHandlers): Disposable {
  return serve(port, engineContract, handlers);
}

/** Makes a client of the engine at the other side of a port. `load` transfers graphs and weights: the caller loses them. */
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
