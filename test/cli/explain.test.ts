// Explain test: the file that `attentive explain` writes, and its error messages.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { attentionCases } from '../engine/attentionGoldens';
import { withFused } from '../engine/fused';
import { cli, eachInFolder, type Ended, FIXTURES, idsOf, NAMES, type Packed, readWritten } from './explained';

describe('attentive explain', () => {
  let folder: string;
  let out: string;
  eachInFolder(own => {
    folder = own;
    out = path.join(own, 'out.json');
  });

  const written = (): Record<string, Packed> => readWritten(out);

  it('--internals writes intermediate values by name; the last hidden state of the encoder is its output', async () => {
    const model = path.join(FIXTURES, 'marian');
    const [golden] = attentionCases(model).slice(-1);
    const options = ['cross.1', 'encoder', 'decoder'].flatMap(name => ['--internals', name]);
    const { code, stderr } = await cli('explain', '--model', model, ...idsOf(golden), ...options, '--out', out);
    assert.equal(code, 0, stderr);
    const { internals, ...record } = written() as unknown as Record<string, Packed> & {
      internals: Record<string, Record<string, Packed> & { states?: { hidden?: number; values: Packed }[] }>;
    };
    assert.deepEqual(Object.keys(record), NAMES);
    assert.deepEqual(Object.keys(internals['cross.1']), ['queries', 'keys', 'values', 'scores', 'heads']);
    const [rows, heads] = record['cross_attentions'].dims.slice(1);
    assert.deepEqual(internals['cross.1']['queries'].dims.slice(0, 2), [rows, heads]);
    const { states = [] } = internals['encoder'];
    const last = states.at(-1);
    assert.ok(last !== undefined && last.hidden === record['encoder_attentions'].dims[0]);
    assert.deepEqual(last.values.dims, golden.arrays['encoder_last_hidden_state'].shape);
    assert.deepEqual(internals['decoder']['tokens'].dims, internals['decoder']['positions'].dims);
    const wrong = await cli('explain', '--model', model, ...idsOf(golden), '--internals', 'cross.9', '--out', out);
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /“layer” cannot be used: .*not 9/);
  });

  interface Side {
    readonly text: string;
    readonly ids: readonly number[];
    readonly tokens: readonly { text: string; start: number; end: number; special: boolean }[];
  }

  interface Beam {
    readonly parent: number;
    readonly token: number;
    readonly sum: number;
    readonly ended: boolean;
    readonly chosen: boolean;
  }

  type Passage = Record<(typeof NAMES)[number], Packed> & {
    readonly round: number;
    readonly source: Side;
    readonly target: Side;
    readonly history: { num_beams: number; same_as_run: boolean; steps: Beam[][]; dropped_steps: number };
  };

  async function explained(
    text: string,
    ...args: string[]
  ): Promise<{ source: string; result: string; passages: Passage[] }> {
    const file = path.join(folder, 'text.txt');
    fs.writeFileSync(file, text);
    const { code, stderr } = await cli('explain', ...args, '--out', out, file);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /Wrote .*out\.json/);
    fs.rmSync(file);
    return written() as unknown as { source: string; result: string; passages: Passage[] };
  }

  function checkPassage({ source, target, history, ...record }: Passage): void {
    const [layers, batch, , targets, sources] = record.cross_attentions.dims;
    assert.ok(layers > 1 && batch === 1);
    assert.deepEqual([targets, sources], [target.tokens.length, source.tokens.length]);
    assert.deepEqual([target.ids.length, source.ids.length], [targets, sources]);
    assert.equal(record.logits.dims[1], targets);
    assert.ok(history.same_as_run);
    // The chosen beams, followed from the last step to the first, give the ids of the target.
    let at = history.steps.at(-1)?.findIndex(({ chosen }) => chosen) ?? -1;
    const last = history.steps.findLastIndex(beams => beams.some(({ chosen, ended }) => chosen && ended));
    if (at < 0) at = history.steps[last].findIndex(({ chosen }) => chosen);
    const ids: number[] = [];
    for (let step = last; step >= 0; step--) {
      const beam = history.steps[step][at];
      ids.unshift(beam.token);
      at = beam.parent;
    }
    assert.deepEqual(ids, target.ids.slice(1));
  }

  it('translates a text and writes each passage, with offsets of its tokens in the whole texts', async () => {
    const text = 'The cat\n  sleeps.\n\nThe dog runs in the garden.\n';
    const { source, result, passages } = await explained(text, '--to', 'de', '--num-beams', '3');
    assert.deepEqual([source, passages.length], [text, 3]);
    for (const passage of passages) {
      checkPassage(passage);
      assert.equal(passage.history.num_beams, 3);
      for (const [side, whole] of [
        [passage.source, source],
        [passage.target, result],
      ] as const) {
        const tokens = side.tokens.filter(({ special, start, end }) => !special && end > start);
        const shown = tokens.map(({ start, end }) => whole.slice(start, end)).join('');
        assert.equal(shown.replace(/\s/g, ''), side.text.replace(/\s/g, ''));
      }
    }
    const places = passages.map(({ source: { tokens } }) => tokens.find(({ special }) => !special)?.start);
    assert.deepEqual(places, [0, text.indexOf('sleeps'), text.indexOf('The dog')]);
  });

  it('summarizes a long text in rounds; source tokens of later rounds have the ranges of the text that they stand for', async () => {
    const sentence = 'The government said on Monday that the new law will come into force at the end of the year. ';
    const text = sentence.repeat(18);
    const { passages } = await explained(text, '--form', 'headline');
    passages.forEach(checkPassage);
    assert.ok(passages.length > 2 && passages.at(-1)?.round === 1);
    const tokens = passages.at(-1)?.source.tokens.filter(({ special }) => !special) ?? [];
    assert.ok(tokens.every(({ start, end }) => end - start >= sentence.length - 1));
  });

  it('leaves an old output file unchanged if it fails, and names the cause', async () => {
    fs.writeFileSync(out, 'old');
    const run = (...args: string[]): Promise<Ended> =>
      cli('explain', '--model', path.join(FIXTURES, 'marian'), ...args);
    for (const [args, message] of [
      [['--ids', '5 0', '--target-ids', '9999', '--out', out], /9999/],
      [['--ids', '5 0', '--out', out], /--target-ids/],
      [['--ids', '5 0', '--target-ids', '336'], /--out/],
      [['--ids', '5 0', '--target-ids', '336', '--out', path.join(folder, 'none', 'x.json')], /none.*x\.json/],
      [['--out', out, path.join(folder, 'none.txt')], /none\.txt|attentive\.json/],
      [['--to', 'de', '--out', out, out], /it is the text that is read/],
    ] as const) {
      const { code, stdout, stderr } = await run(...args);
      assert.equal(stdout, '');
      assert.ok(code === 2 || code === 1, `${code}`);
      assert.match(stderr, message);
      assert.match(stderr, /^attentive: /m);
      assert.deepEqual([fs.readdirSync(folder), fs.readFileSync(out, 'utf8')], [['out.json'], 'old']);
    }
    assert.equal((await run('--ids', '5 0', '--target-ids', '336', '--out', out)).code, 0);
    assert.equal(written()['logits'].dims[1], 1);
  });

  it('names the operator that hides the attention of a model, and writes no file', async () => {
    const model = path.join(folder, 'model');
    fs.cpSync(path.join(FIXTURES, 'marian'), model, { recursive: true });
    const decoder = path.join(model, 'onnx/decoder_model_merged.onnx');
    fs.writeFileSync(decoder, withFused(fs.readFileSync(decoder)));
    const { code, stderr } = await cli(
      'explain',
      '--model',
      model,
      '--ids',
      '5 0',
      '--target-ids',
      '336',
      '--out',
      out,
    );
    assert.equal(code, 1);
    assert.match(stderr, /^attentive: .*MultiHeadAttention/m);
    assert.ok(!fs.existsSync(out));
  });
});
