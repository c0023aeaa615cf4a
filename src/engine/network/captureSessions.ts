// Capture sessions: creates the sessions of a model that also output its attention and internals, when they are first
// needed. The sessions for generation are separate.
import { AttentiveError, badRequest } from '../../base/errors';
import { captureAttention } from '../../onnx/structure/capture';
import { captureInternals, type GraphInternals, readInternals } from '../../onnx/structure/internals';
import { joinPieces } from '../../onnx/bytes/splice';
import type { StackName } from '../api/contract';
import type { GraphFile } from '../../models/modelFiles';
import type { Runtime, Session } from '../runtime/runtime';

/** A session, and the names of the outputs that were added to its file. */
export interface CaptureSession {
  readonly session: Session;
  readonly outputs: readonly string[];
}

/** The capture sessions of one model. */
export class CaptureSessions {
  private readonly sessions = new Map<GraphFile, Promise<CaptureSession>>();
  private readonly internalsByStack = new Map<StackName, GraphInternals>();
  /** The last session for internals. There is never more than one, because each holds all weights. */
  private lastInternals: { readonly key: string; readonly session: Session } | undefined;
  private isReleased = false;

  constructor(
    private readonly runtime: Runtime,
    private readonly encoderFile: GraphFile,
    private readonly decoderFile: GraphFile,
  ) {}

  /**
   * The encoder's session, whose outputs include the attention of every layer.
   *
   * @throws AttentiveError `model-unsupported` (data.what is an operator, data.file) if the graph gives no attention
   */
  encoder(): Promise<CaptureSession> {
    return this.sessionOf(this.encoderFile);
  }

  /**
   * The decoder's session, whose outputs include the attention of every layer.
   *
   * @throws AttentiveError `model-unsupported` (data.what is an operator, data.file) if the graph gives no attention
   */
  decoder(): Promise<CaptureSession> {
    return this.sessionOf(this.decoderFile);
  }

  /** The intermediate values that the graph of a stack computes. */
  internals(stack: StackName): GraphInternals {
    const known = this.internalsByStack.get(stack);
    if (known !== undefined) return known;
    const { name, bytes } = this.fileOf(stack);
    const internals = readInternals(name, bytes);
    this.internalsByStack.set(stack, internals);
    return internals;
  }

  /**
   * A session that also outputs the values with these names. It is valid until the next call of this method.
   *
   * @throws AttentiveError `bad-request` after `release`: a session that is created then would never be released
   */
  async internalsSession(stack: StackName, names: readonly string[]): Promise<Session> {
    const key = [stack, ...names].join(' ');
    if (this.lastInternals?.key === key) return this.lastInternals.session;
    await this.releaseInternals();
    this.refuseAfterRelease();
    const { name, bytes, weights = [] } = this.fileOf(stack);
    const weightsIn = unusedLocation(weights);
    const pieces = captureInternals(name, bytes, names, weightsIn);
    const session = await this.runtime.createSession(name, joinPieces(pieces), [
      { location: weightsIn, bytes },
      ...weights,
    ]);
    if (this.isReleased) await session.release();
    this.refuseAfterRelease();
    this.lastInternals = { key, session };
    return session;
  }

  private refuseAfterRelease(): void {
    if (this.isReleased) throw badRequest('explanation', 'its model is not loaded any more');
  }

  private fileOf(stack: StackName): GraphFile {
    return stack === 'encoder' ? this.encoderFile : this.decoderFile;
  }

  private async releaseInternals(): Promise<void> {
    const { lastInternals } = this;
    this.lastInternals = undefined;
    await lastInternals?.session.release();
  }

  async release(): Promise<void> {
    this.isReleased = true;
    await this.releaseInternals();
    const sessions = [...this.sessions.values()];
    this.sessions.clear();
    for (const one of await Promise.allSettled(sessions)) {
      // If the creation failed, there is nothing to release; `encoder` or `decoder` has thrown the error to its caller.
      if (one.status === 'fulfilled') await one.value.session.release();
    }
  }

  private sessionOf(file: GraphFile): Promise<CaptureSession> {
    const known = this.sessions.get(file);
    if (known !== undefined) return known;
    this.refuseAfterRelease();
    const session = createCaptureSession(this.runtime, file);
    this.sessions.set(file, session);
    // If the creation failed, the next request tries it again. There is nothing to release.
    session.catch(() => this.sessions.delete(file));
    return session;
  }
}

async function createCaptureSession(
  runtime: Runtime,
  { name, bytes, weights = [] }: GraphFile,
): Promise<CaptureSession> {
  // The weights are neither copied nor encoded again: the runtime reads them from the bytes of the graph file and of
  // the weights files.
  const weightsIn = unusedLocation(weights);
  const { outputs, pieces } = captureAttention(name, bytes, weightsIn);
  const session = await runtime.createSession(name, joinPieces(pieces), [{ location: weightsIn, bytes }, ...weights]);
  const missing = outputs.find(name => !session.outputs.some(output => output.name === name));
  if (missing === undefined) return { session, outputs };
  await session.release();
  throw new AttentiveError('internal', `${name} does not give ${missing}`);
}

/** A location that no weights file of the model has. */
function unusedLocation(taken: readonly { readonly location: string }[]): string {
  let free = 'weights';
  while (taken.some(({ location }) => location.replace(/^(?:\.\/)+/, '') === free)) free += '_';
  return free;
}
