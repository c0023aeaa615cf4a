// Explained: runs `attentive explain` and reads what it writes, and defines tests that compare it with PyTorch.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type AttentionCase, attentionCases, farthest } from '../engine/attentionGoldens';

const CLI = path.join(__ROOT__, 'dist/node/cli.js');
export const FIXTURES = path.join(__ROOT__, 'test/fixtures');
/** The names of the arrays that `attentive explain` writes. */
export const NAMES = ['encoder_attentions', 'decoder_attentions', 'cross_attentions', 'logits'] as const;

/** An array in the file that `attentive explain` writes. `data` has its float32 values in base64. */
export interface Packed {
  readonly dims: number[];
  readonly data: string;
}

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export function cli(...args: string[]): Promise<Ended> {
  return new Promise(resolve => {
    const child = execFile(process.execPath, [CLI, '--backend', 'wasm', ...args], (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

/** Reads the written file, and checks that its folder holds no other file. */
export function readWritten(file: string): Record<string, Packed> {
  assert.deepEqual(fs.readdirSync(path.dirname(file)), [path.basename(file)], 'no temporary file is left');
  return JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, Packed>;
}

function floats({ data }: Packed): Float32Array {
  return new Float32Array(Uint8Array.from(Buffer.from(data, 'base64')).buffer);
}

/** The options --ids and --target-ids for the rows of a golden. */
export function idsOf(golden: AttentionCase): string[] {
  return golden.input_ids.flatMap((row, at) => [
    '--ids',
    row.filter((_, token) => golden.attention_mask[at][token] === 1).join(' '),
    '--target-ids',
    golden.decoder_input_ids[at].join(' '),
  ]);
}

/** Gives each test of a `describe` a temporary folder of its own: `take` is called with it before the test. */
export function eachInFolder(take: (folder: string) => void): void {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'attentive-explain-'));
    take(folder);
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));
}

/** Defines a test for the model of each family in test/fixtures. */
export function describeExplained(families: readonly string[]): void {
  describe('attentive explain --ids', () => {
    let out: string;
    eachInFolder(folder => (out = path.join(folder, 'out.json')));

    for (const name of families) {
      it(`writes the same attention and logits as PyTorch for ${name}, also for a padded batch`, async () => {
        const model = path.join(FIXTURES, name);
        for (const golden of attentionCases(model).slice(-2)) {
          const { code, stdout, stderr } = await cli(
            'explain',
            '--model',
            model,
            ...idsOf(golden),
            '--out',
            out,
            '--quiet',
          );
          assert.deepEqual([code, stdout, stderr], [0, '', '']);
          const object = readWritten(out);
          assert.deepEqual(Object.keys(object), NAMES);
          for (const key of NAMES) {
            const { file = '', byte_offset, shape } = golden.arrays[key];
            assert.deepEqual(object[key].dims, shape, key);
            const values = floats(object[key]);
            const bytes = fs.readFileSync(path.join(model, 'goldens', file)).subarray(byte_offset);
            const expected = new Float32Array(Uint8Array.from(bytes.subarray(0, 4 * values.length)).buffer);
            assert.equal(
              values.length,
              shape.reduce((product, dim) => product * dim, 1),
            );
            assert.ok(farthest(values, expected) <= 1e-4, key);
          }
        }
      });
    }
  });
}
