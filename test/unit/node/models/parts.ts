// Parts: what tests of adding models share: a repository on the loopback hub, a store in a folder of its own, and adding from one
// into the other.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { AttentiveError } from '../../../../src/base/errors';
import { addModel } from '../../../../src/models/adding/add';
import { type Plan, planOf, type PlanRequest } from '../../../../src/models/adding/plan';
import type { Catalog } from '../../../../src/models/catalog/catalog';
import { type Clock, systemClock } from '../../../../src/models/download/clock';
import type { HubAccess } from '../../../../src/models/download/request';
import type { ModelStore } from '../../../../src/models/storage/modelStore';
import { nodeHasher } from '../../../../src/node/models/hasher';
import { nodeHttp } from '../../../../src/node/models/http';
import { startHub } from '../../../../tools/hub/hub.mjs';

export type Hub = Awaited<ReturnType<typeof startHub>>;

export const MODEL = 'fixtures/opus-mt-en-fr';
export const GRAPH = 'onnx/encoder_model.onnx';

/** The bytes of the graph: several pieces of 64 KiB, and not a whole number of them. */
export const GRAPH_BYTES = crypto.randomBytes(300_001);

const NO_CATALOG: Catalog = { checked: undefined, entries: [] };

/** Waits for nothing, so that retries come at once; the time in which a connection must give something is short. */
const hastyClock: Clock = { ...systemClock, wait: () => Promise.resolve() };

/** Starts a hub with one repository. */
export function hubWithModel(): Promise<Hub> {
  return startHub({ token: 'hf_right', repositories: { [MODEL]: { files: filesOf(GRAPH_BYTES), license: 'mit' } } });
}

/** The files of an encoder-decoder, whose graphs are no graphs. */
export function filesOf(graph: Buffer): Record<string, string | Buffer> {
  return {
    'config.json': JSON.stringify({ model_type: 'marian', architectures: ['MarianMTModel'], is_encoder_decoder: true }),
    'tokenizer.json': JSON.stringify({ model: { vocab: {} } }),
    'tokenizer_config.json': '{}',
    'README.md': '# A model\n',
    [GRAPH]: graph,
    'onnx/decoder_model_merged.onnx': crypto.createHash('sha512').update(graph).digest(),
  };
}

export interface Adding extends Partial<Pick<PlanRequest, 'named' | 'asked' | 'catalog'>> {
  readonly token?: string;
  readonly signal?: AbortSignal;
  readonly onBytes?: (received: number) => void;
  readonly patienceMs?: number;
}

export function accessTo(hub: Pick<Hub, 'url'>, { token, patienceMs = 20_000 }: Adding = {}): HubAccess {
  return {
    endpoint: hub.url,
    http: nodeHttp(() => ''),
    clock: hastyClock,
    patienceMs,
    ...(token === undefined ? {} : { token }),
  };
}

export function plan(hub: Pick<Hub, 'url'>, store: ModelStore, adding: Adding = {}): Promise<Plan> {
  const { named = { id: MODEL }, asked, catalog = NO_CATALOG, signal = new AbortController().signal } = adding;
  const access = accessTo(hub, adding);
  return planOf({
    access,
    hasherOf: nodeHasher,
    store,
    catalog,
    named,
    signal,
    ...(asked === undefined ? {} : { asked }),
  });
}

/** Plans and adds the model. */
export async function add(hub: Pick<Hub, 'url'>, store: ModelStore, adding: Adding = {}): Promise<Plan> {
  const { signal = new AbortController().signal, onBytes = () => undefined } = adding;
  const planned = await plan(hub, store, adding);
  const request = { access: accessTo(hub, adding), hasherOf: nodeHasher, store, signal };
  await addModel(request, planned, ({ received }) => onBytes(received));
  return planned;
}

/** Checks that the store has the whole model, byte for byte. */
export async function assertWhole(store: ModelStore): Promise<void> {
  const [manifest, ...others] = await store.list();
  assert.ok(manifest !== undefined && others.length === 0);
  const files = store.open(manifest);
  for (const [name, content] of Object.entries(filesOf(GRAPH_BYTES))) {
    if (name !== 'README.md') assert.deepEqual(Buffer.from(await files.read(name)), Buffer.from(content), name);
  }
}

/** The error that work ends with. */
export async function errorOf(work: Promise<unknown>): Promise<AttentiveError> {
  const error: unknown = await work.then(
    () => assert.fail('there was no error'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof AttentiveError, String(error));
  return error;
}

/** A new folder, and the function that removes it. */
export function temporaryFolder(): { readonly folder: string; remove(): void } {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'attentive-models-'));
  return { folder, remove: () => fs.rmSync(folder, { recursive: true, force: true }) };
}
