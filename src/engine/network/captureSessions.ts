// Capturing: the sessions of a model that give its attention besides. They are made when they are first needed; the
// sessions that generate are not touched.
import { AttentiveError, badRequest } from '../../base/errors';
import { captureAttention } from '../../onnx/structure/capture';
import { captureInternals, type GraphInternals, readInternals } from '../../onnx/structure/internals';
import { joinPieces } from '../../onnx/bytes/splice';
import type { StackName } from '../api/contract';
import type { GraphFile } from '../../models/modelFiles';
import { createSession, type Session } from '../runtime/session';

/** A session and the outputs that it has more than the file says. */
export interface CaptureSession {
  readonly session: Session;
  readonly outputs: readonly string[];
}

export class CaptureSessions {
  private readonly sessions = new Map<GraphFile, Promise<CaptureSession>>();
  private readonly insides = new Map<StackName, GraphInternals>();
  /** The session that gave internals last: there is never more than one, as each holds all weights. */
  private inner: { readonly key: string; readonly session: Session } | undefined;
  private isReleased = false;

  constructor(
    private readonly encoderFile: GraphFile,
    private readonly decoderFile: GraphFile,
  ) {}

  /** @throws AttentiveError `model-unsupported` (data.what is an operator, data.file) if it shows no attention */
  encoder(): Promise<CaptureSession> {
    return this.sessionOf(this.encoderFile);
  }

  /** @throws AttentiveError `model-unsupported` (data.what is an operator, data.file) if it shows no attention */
  decoder(): Promise<CaptureSession> {
    return this.sessionOf(this.decoderFile);
  }

  /** What the file of a stack computes on the way. */
  inside(stack: StackName): GraphInternals {
    const known = this.insides.get(stack);
    if (known !== undefined) return known;
    const { name, bytes } = this.fileOf(stack);
    const inside = readInternals(name, bytes);
    this.insides.set(stack, inside);
    return inside;
  }

  /**
   * A session that gives these values besides. It is good until the next one is asked for.
   *
   * @throws AttentiveError `bad-request` once it was released: a session made then would never be freed
   */
  async insideSession(stack: StackName, names: readonly string[]): Promise<Session> {
    const key = [stack, ...names].join(' ');
    if (this.inner?.key === key) return this.inner.session;
    await this.releaseInner();
    this.checkAlive();
    const { name, bytes, weights = [] } = this.fileOf(stack);
    const weightsIn = freeLocation(weights);
    const pieces = captureInternals(name, bytes, names, weightsIn);
    const session = await createSession(name, joinPieces(pieces), [{ location: weightsIn, bytes }, ...weights]);
    if (this.isReleased) await session.release();
    this.checkAlive();
    this.inner = { key, session };
    return session;
  }

  private checkAlive(): void {
    if (this.isReleased) throw badRequest('explanation', 'its model is not loaded any more');
  }

  private fileOf(stack: StackName): GraphFile {
    return stack === 'encoder' ? this.encoderFile : this.decoderFile;
  }

  private async releaseInner(): Promise<void> {
    const { inner } = this;
    this.inner = undefined;
    await inner?.session.release();
  }

  async release(): Promise<void> {
    this.isReleased = true;
    await this.releaseInner();
    const made = [...this.sessions.values()];
    this.sessions.clear();
    for (const one of await Promise.allSettled(made)) {
      // What could not be made was told to who asked for it.
      if (one.status === 'fulfilled') await one.value.session.release();
    }
  }

  private sessionOf(file: GraphFile): Promise<CaptureSession> {
    const known = this.sessions.get(file);
    if (known !== undefined) return known;
    this.checkAlive();
    const made = make(file);
    this.sessions.set(file, made);
    // A failure is told each time it is asked, and leaves nothing to release.
    made.catch(() => this.sessions.delete(file));
    return made;
  }
}

async function make({ name, bytes, weights = [] }: GraphFile): Promise<CaptureSession> {
  // The weights are neither copied nor written anew: the runtime takes them from the file's own bytes, and from the
  // other files those that stand there.
  const weightsIn = freeLocation(weights);
  const { outputs, pieces } = captureAttention(name, bytes, weightsIn);
  const session = await createSession(name, joinPieces(pieces), [{ location: weightsIn, bytes }, ...weights]);
  const lacks = outputs.find(name => !session.outputs.some(output => output.name === name));
  if (lacks === undefined) return { session, outputs };
  await session.release();
  throw new AttentiveError('internal', `${name} does not give ${lacks}`);
}

/** A location that no file of the model has. */
function freeLocation(taken: readonly { readonly location: string }[]): string {
  let free = 'weights';
  while (taken.some(({ location }) => location.replace(/^(?:\.\/)+/, '') === free)) free += '_';
  return free;
}
