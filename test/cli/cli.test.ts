import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { noNotes, type SegmentPlace } from '../../src/tasks/run/rewrite';

const CLI = path.join(__ROOT__, 'dist/node/cli.js');
const MARIAN = path.join(__ROOT__, 'test/fixtures/marian');
const T5 = path.join(__ROOT__, 'test/fixtures/t5');
/**
 * Texts are compared on WebAssembly: the native runtime may choose another word where 8-bit numbers are rounded otherwise. An option
 * that a test gives comes later and counts.
 */
const ON_WASM = ['--backend', 'wasm'];
const EMBEDDED = path.join(__ROOT__, 'models/embedded');

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Running {
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when stderr matches the pattern; fails if the process ends before. */
  untilStderr(pattern: RegExp): Promise<void>;
}

function start(args: readonly string[], input?: string | Uint8Array): Running {
  const child = spawn(process.execPath, [CLI, ...ON_WASM, ...args], { stdio: 'pipe' });
  let stderr = '';
  const listeners = new Set<() => void>();
  const out: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    for (const listener of listeners) listener();
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input ?? '');
  const ended = once(child, 'close').then(([code]: (number | null)[]) => ({
    code,
    stdout: Buffer.concat(out).toString(),
    stderr,
  }));
  return {
    ended,
    kill: signal => void child.kill(signal),
    async untilStderr(pattern) {
      const matched = new Promise<void>(resolve => {
        const listener = (): void => {
          if (pattern.test(stderr)) resolve();
        };
        listeners.add(listener);
        listener();
      });
      await Promise.race([matched, ended]);
      assert.match(stderr, pattern);
    },
  };
}

function cli(...args: string[]): Promise<Ended> {
  return start(args).ended;
}

/**
 * Checks that a run failed with this exit code and printed nothing to stdout. Returns the error message on stderr: the
 * last line, or the one before it if the last refers to --help.
 */
function errorOf({ code, stdout, stderr }: Ended, expected: number): string {
  assert.deepEqual([code, stdout], [expected, ''], stderr);
  const lines = stderr.trimEnd().split('\n');
  const last = expected === 2 && lines.at(-1)?.startsWith('attentive --help') === true ? -2 : -1;
  const line = lines.at(last) ?? '';
  assert.match(line, /^attentive: \S/);
  assert.doesNotMatch(stderr, /undefined|\{\d\}|^\s+at /m);
  return line;
}

function json(ended: Ended): Record<string, unknown> {
  assert.equal(ended.code, 0, ended.stderr);
  assert.match(ended.stdout, /^\{.*\}\n$/);
  return JSON.parse(ended.stdout) as Record<string, unknown>;
}

describe('attentive (dist/node/cli.js)', () => {
  let folder: string;
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'attentive-cli-'))));
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  function file(content: string | Uint8Array, name = 'text.txt'): string {
    const target = path.join(folder, name);
    fs.writeFileSync(target, content);
    return target;
  }

  /** A copy of a model folder that a test may break. */
  function copyOf(model: string): string {
    const target = path.join(folder, 'model');
    fs.cpSync(model, target, { recursive: true });
    return target;
  }

  it('--help and --version print the usage and the version', async () => {
    const help = await cli('--help');
    assert.equal(help.code, 0);
    assert.match(help.stdout, /attentive translate/);
    assert.equal(help.stderr, '');
    assert.equal((await cli()).stdout, help.stdout);
    const manifest = JSON.parse(fs.readFileSync(path.join(__ROOT__, 'package.json'), 'utf8')) as { version: string };
    assert.equal((await cli('--version')).stdout, `${manifest.version}\n`);
  });

  describe('translate', () => {
    const text = '# The river\r\n\r\n  - The cat sleeps. 🎉\r\n\t`x = 1`\r\n';

    it('prints the translation to stdout with everything but the words unchanged, and messages to stderr', async () => {
      const { code, stdout, stderr } = await cli('translate', '--to', 'de', file(text));
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^# [^\r\n]+\r\n\r\n {2}- [^\r\n]+ 🎉\r\n\t[^\r\n]+\r\n$/);
      assert.doesNotMatch(stdout, /The (river|cat)/);
      assert.match(stderr, /tokens/);
    });

    it('prints the same for standard input, and nothing to stderr with --quiet', async () => {
      const fromFile = await cli('translate', '--to', 'de', file(text), '--quiet');
      const fromInput = await start(['translate', '--to', 'de', '-', '--quiet'], text).ended;
      assert.deepEqual(fromInput, fromFile);
      assert.deepEqual([fromFile.code, fromFile.stderr], [0, '']);
    });

    it('adds no line end and keeps a byte order mark', async () => {
      const { stdout } = await cli('translate', '--to', 'de', file('\ufeffThe cat sleeps.'));
      assert.match(stdout, /^\ufeff\S.*[^\n]$/);
    });

    it('--json prints one JSON object with the text, the segments, the notes and the statistics', async () => {
      const plain = await cli('translate', '--to', 'de', file(text), '--quiet');
      const object = json(await cli('translate', '--to', 'de', file(text), '--json'));
      assert.equal(object['text'], plain.stdout);
      assert.deepEqual(
        [object['task'], object['from'], object['to'], object['model']],
        ['translate', 'en', 'de', 'embedded'],
      );
      const graphs = ['encoder_model', 'decoder_model_merged'].map(stem => `onnx/${stem}_quantized.onnx`);
      assert.deepEqual(object['graphs'], graphs);
      assert.deepEqual(object['notes'], noNotes());
      const segments = object['segments'] as readonly (SegmentPlace & Readonly<Record<string, unknown>>)[];
      assert.deepEqual(
        segments.map(({ start, end, source, outcome }) => [text.slice(start, end), source, outcome]),
        ['The river', 'The cat sleeps.'].map(sentence => [sentence, sentence, 'done']),
      );
      assert.ok(segments.every(({ warnings }) => Array.isArray(warnings)));
      for (const { written } of segments) assert.ok(plain.stdout.includes(String(written)));
      assert.ok((object['stats'] as { newTokens: number }).newTokens > 3);
    });

    it('applies the options of the search', async () => {
      const object = json(
        await cli('translate', '--to', 'de', file('The cat sleeps.'), '--json', '--max-new-tokens', '2'),
      );
      assert.deepEqual(object['notes'], { ...noNotes(), cut: 1 });
      const beams = json(
        await cli('translate', '--to', 'de', file('The cat sleeps.'), '--json', '--num-beams', '3', '--threads', '1'),
      );
      assert.notEqual(beams['text'], '');
    });

    it('--lines translates every line as a separate text', async () => {
      const lines = [
        'I am tired. The cat sleeps.',
        '',
        '- The cat sleeps.',
        '12 + 3',
        'The cat',
        'sleeps.',
        'I am tired.',
      ];
      const [fromFile, fromInput] = await Promise.all([
        cli('translate', '--to', 'de', '--quiet', '--lines', file(`${lines.join('\n')}\n`)),
        start(['translate', '--to', 'de', '--quiet', '--lines', '-'], lines.join('\r\n')).ended,
      ]);
      assert.deepEqual([fromFile.code, fromFile.stderr], [0, '']);
      const results = fromFile.stdout.split('\n');
      assert.equal(results.length, lines.length + 1);
      assert.deepEqual([results[1], results[3], results[6], results[7]], ['', '12 + 3', 'Ich bin müde.', '']);
      assert.match(results[0], /^Ich bin müde\. \S/);
      assert.match(results[2], /^- \S/);
      // Line ends stay what they were, and none is added.
      assert.equal(fromInput.stdout, results.slice(0, -1).join('\r\n'));
      const object = json(await cli('translate', '--to', 'de', '--json', '--lines', file(`${lines.join('\n')}\n`)));
      assert.equal(object['text'], fromFile.stdout);
      assert.match(errorOf(await cli('translate', '--to', 'de', '--quiet', '--lines', file('\n\n')), 3), /nothing to/);
    });

    it('chooses among several directions by --from and --to', async () => {
      const model = copyOf(EMBEDDED);
      const card = JSON.parse(fs.readFileSync(path.join(model, 'attentive.json'), 'utf8')) as { tasks: object[] };
      card.tasks = ['en de', 'de en', 'en fr', 'fr en'].map(pair => {
        const [from, to] = pair.split(' ');
        return { kind: 'translate', from, to, input: { prefix: '>>de<<' } };
      });
      fs.writeFileSync(path.join(model, 'attentive.json'), JSON.stringify(card));
      const text = file('I am tired.');
      const all = errorOf(await cli('translate', '--model', model, text), 2);
      assert.match(all, /--from en --to de or --from de --to en or --from en --to fr or --from fr --to en/);
      assert.match(errorOf(await cli('translate', '--model', model, '--to', 'en', text), 2), /--from de.* --from fr/);
      for (const args of [
        ['--from', 'de'],
        ['--from', 'fr', '--to', 'en'],
        ['--to', 'fr'],
      ]) {
        const object = json(await cli('translate', '--json', '--model', model, ...args, text));
        const expected = args.includes('de') ? ['de', 'en'] : args.includes('en') ? ['fr', 'en'] : ['en', 'fr'];
        assert.deepEqual([object['from'], object['to']], expected);
      }
      assert.match(
        errorOf(await cli('translate', '--model', model, '--from', 'de', '--to', 'fr', text), 4),
        /from de to fr/,
      );
    });

    it('takes language tokens from options if there is no card, or from the card', async () => {
      const model = copyOf(path.join(__ROOT__, 'test/fixtures/nllb'));
      const text = file('The old baker opened the door.');
      const run = (...more: string[]) => cli('translate', '--model', model, '--max-new-tokens', '20', ...more, text);
      const codes = ['--source-language-token', 'eng_Latn', '--forced-bos-token', 'deu_Latn'];
      const translation = (await run('--from', 'en', '--to', 'de', ...codes)).stdout;
      assert.match(translation, /^\p{L}/u);
      assert.notEqual((await run('--from', 'en', '--to', 'fr', ...codes.slice(0, 3), 'fra_Latn')).stdout, translation);
      assert.match(errorOf(await run('--from', 'en', '--to', 'de'), 1), /attentive\.json/);
      assert.match(errorOf(await run('--to', 'de', ...codes), 2), /--from en --to de/);
      assert.match(
        errorOf(await run('--from', 'en', '--to', 'de', ...codes.slice(0, 3), 'de'), 2),
        /--forced-bos-token names de/,
      );
      const input = { sourceLanguageToken: 'eng_Latn', forcedBosToken: 'deu_Latn' };
      const tasks = [{ kind: 'translate', from: 'en', to: 'de', input }];
      const card = { id: 'nllb', name: 'Toy NLLB', quality: 'toy', license: 'MIT', tasks };
      fs.writeFileSync(path.join(model, 'attentive.json'), JSON.stringify(card));
      assert.equal((await run()).stdout, translation);
    });

    it('uses the precision of --precision, or names the precisions that the model has', async () => {
      assert.equal(
        (await cli('translate', '--to', 'de', '--precision', 'q8', file('I am tired.'))).stdout,
        'Ich bin müde.',
      );
      const message = errorOf(await cli('translate', '--to', 'de', '--precision', 'fp32', file('I am tired.')), 2);
      assert.match(message, /“fp32” cannot be used: .*embedded has only q8\.$/);
    });

    it('exits with 3 if there is nothing to translate', async () => {
      for (const nothing of ['', ' \n\t', '12 + 3', 'Привет, как дела?', 'a\0b']) {
        assert.match(errorOf(await cli('translate', '--to', 'de', file(nothing), '--quiet'), 3), /nothing to/);
      }
    });

    it('exits with 4 for a task that the model does not have', async () => {
      assert.match(errorOf(await cli('translate', '--to', 'ja', file('The cat.')), 4), /ja/);
      assert.match(errorOf(await cli('translate', '--from', 'ja', file('The cat.')), 4), /ja/);
      assert.match(errorOf(await cli('summarize', '--form', 'limerick', file('The cat.')), 4), /limerick/);
    });

    it('exits with 2 for a file that does not exist, is a folder, or is not UTF-8', async () => {
      assert.match(errorOf(await cli('translate', '--to', 'de', path.join(folder, 'gone.txt')), 2), /gone\.txt/);
      assert.match(errorOf(await cli('translate', '--to', 'de', folder), 2), new RegExp(path.basename(folder)));
      const latin1 = file(Uint8Array.of(0x47, 0x72, 0xfc, 0xdf, 0x65), 'latin1.txt');
      assert.match(errorOf(await cli('translate', '--to', 'de', latin1), 2), /latin1\.txt.*UTF-8/);
      const piped = await start(['translate', '--to', 'de', '-'], Uint8Array.of(0xff, 0xfe, 0x41, 0x00)).ended;
      assert.match(errorOf(piped, 2), /standard input.*UTF-8/);
    });
  });

  it('the built file is executable', function () {
    if (process.platform === 'win32') this.skip();
    assert.match(execFileSync(CLI, ['--version']).toString(), /^\d/);
  });

  it('summarize ends its output with exactly one line end', async () => {
    const { code, stdout } = await cli('summarize', file('The cat sleeps in the house, and the dog is in the garden.'));
    assert.deepEqual([code, stdout.trimEnd() === '', /[^\n]\n$/.test(stdout)], [0, false, true]);
  });

  it('translate takes a language in any case and with a region', async () => {
    const plain = await cli('translate', '--to', 'de', file('The cat sleeps.'), '--quiet');
    assert.deepEqual(await cli('translate', '--to', 'DE_at', file('The cat sleeps.'), '--quiet'), plain);
  });

  it('translate translates the comments of source code, and prints a text without prose as it was', async () => {
    const source = file('// The cat sleeps.\nlet open = 0;\n', 'cat.ts');
    const { code, stdout } = await cli('translate', '--to', 'de', source);
    assert.equal(code, 0);
    assert.match(stdout, /^\/\/ (?!The cat).+\nlet open = 0;\n$/);
    const code2 = 'let open = 0;\n';
    const unchanged = await cli('translate', '--to', 'de', file(code2, 'code.ts'));
    assert.deepEqual([unchanged.code, unchanged.stdout], [0, code2]);
    assert.match(unchanged.stderr, /nothing to .* It is printed as it was\./);
  });

  it('translate refuses option values that the model cannot use, before it loads the model', async () => {
    const input = file('The cat sleeps.');
    for (const [args, message] of [
      [['--num-beams', '0'], /--num-beams/],
      [['--num-beams', '99999999999999999999'], /--num-beams is at most/],
      [['--num-beams', '1', '--num-return-sequences', '2'], /--num-return-sequences/],
      [['--repetition-penalty', '0'], /--repetition-penalty/],
      [['--suppress', '999999'], /--suppress names token 999999/],
      [['--forced-eos', '999999'], /--forced-eos names token 999999/],
      [['--prefix', '>>xxx<< '], /--prefix names >>xxx<<.*no such token \(it has .*>>de<</],
      [['--forced-bos-token', 'zzz_Zzzz'], /--forced-bos-token names zzz_Zzzz/],
      [['--forced-bos-token', '<pad>'], /--forced-bos-token names <pad>, which is no language/],
    ] as const) {
      const ended = await cli('translate', '--to', 'de', input, ...args);
      assert.match(errorOf(ended, 2), message);
      assert.doesNotMatch(ended.stderr, /Loading/);
    }
  });

  it('summarize --lines summarizes every line as a separate text', async () => {
    const text = 'The cat sleeps in the house.\n\nThe dog is in the garden.\n';
    const args = ['summarize', '--model', T5, '--lines', '--max-new-tokens', '8'];
    const { code, stdout, stderr } = await cli(...args, file(text));
    assert.equal(code, 0, stderr);
    const results = stdout.split('\n');
    assert.deepEqual([results.length, results[1], results[3]], [4, '', '']);
    assert.notEqual(results[0], '');
  });

  it('exits with 2 and one sentence for wrong arguments', async () => {
    for (const args of [
      ['paint', 'a'],
      ['translate'],
      ['translate', 'a', '--nonsense'],
      ['translate', 'a', '--threads', 'x'],
      ['generate'],
      ['generate', '--model', MARIAN, '--ids', '99999'],
      ['generate', '--model', MARIAN, '--ids', '5', '--num-beams', '0'],
      ['generate', '--model', MARIAN, '--ids', '5', '--num-return-sequences', '2', '--num-beams', '1'],
      ['generate', '--model', MARIAN, '--ids', new Array(200).fill('5').join(' ')],
    ]) {
      errorOf(await cli(...args), 2);
    }
  });

  describe('with an unusual or broken model folder', () => {
    it('loads a folder of symbolic links, as in the cache of the hub', async () => {
      const links = fs.mkdtempSync(path.join(folder, 'links-'));
      fs.symlinkSync(path.join(EMBEDDED, 'onnx'), path.join(links, 'onnx'));
      for (const name of fs.readdirSync(EMBEDDED).filter(name => name !== 'onnx')) {
        fs.symlinkSync(path.join(EMBEDDED, name), path.join(links, name));
      }
      const { code, stdout } = await cli('translate', '--to', 'de', '--model', links, file('I am tired.'));
      assert.deepEqual([code, stdout], [0, 'Ich bin müde.']);
    });

    it('names an empty card as broken in line 1', async () => {
      const model = copyOf(EMBEDDED);
      fs.writeFileSync(path.join(model, 'attentive.json'), '');
      const message = errorOf(await cli('translate', '--to', 'de', '--model', model, file('Hello.')), 1);
      assert.match(message, /attentive\.json in .+ has a mistake in line 1: Unexpected end of JSON input\. /);
    });

    // Only Linux has /dev/full.
    (fs.existsSync('/dev/full') ? it : it.skip)('says why the result cannot be written', async () => {
      const full = fs.openSync('/dev/full', 'w');
      const child = spawn(process.execPath, [CLI, 'translate', '--to', 'de', file('Hello.')], {
        stdio: ['ignore', full, 'pipe'],
      });
      let stderr = '';
      child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      const [code] = (await once(child, 'close')) as [number];
      fs.closeSync(full);
      assert.equal(code, 1);
      assert.match(stderr, /the result cannot be written: ENOSPC/);
    });

    it('names the file that is missing', async () => {
      for (const gone of ['config.json', 'tokenizer.json', 'attentive.json', 'onnx/encoder_model_quantized.onnx']) {
        const model = copyOf(EMBEDDED);
        fs.rmSync(path.join(model, gone));
        const message = errorOf(await cli('translate', '--to', 'de', '--model', model, file('The cat.')), 1);
        assert.ok(message.includes(gone) && message.includes(model), message);
      }
      const nowhere = path.join(folder, 'nowhere');
      assert.ok(errorOf(await cli('generate', '--model', nowhere, '--ids', '0'), 1).includes(nowhere));
    });

    it('names the file that was cut off', async () => {
      for (const cut of [
        ...['config.json', 'generation_config.json', 'tokenizer.json', 'tokenizer_config.json'],
        ...['onnx/encoder_model.onnx', 'onnx/decoder_model_merged.onnx'],
      ]) {
        const model = copyOf(MARIAN);
        fs.truncateSync(path.join(model, cut), 120);
        assert.ok(errorOf(await cli('generate', '--model', model, '--ids', '0'), 1).includes(cut), cut);
      }
      const model = copyOf(EMBEDDED);
      fs.truncateSync(path.join(model, 'attentive.json'), 50);
      assert.match(
        errorOf(await cli('translate', '--to', 'de', '--model', model, file('The cat.')), 1),
        /attentive\.json/,
      );
    });
  });

  describe('generate', () => {
    const search = [
      '--num-beams',
      '4',
      '--length-penalty',
      '0.6',
      '--early-stopping',
      'true',
      '--max-new-tokens',
      '24',
    ];

    function assertScores(scores: unknown, expected: readonly number[]): void {
      assert.ok(Array.isArray(scores));
      assert.equal(scores.length, expected.length);
      expected.forEach((score, index) => assert.ok(Math.abs(Number(scores[index]) - score) < 1e-3, `${scores[index]}`));
    }

    it("--json prints PyTorch's ids and score", async () => {
      const object = json(await cli('generate', '--model', MARIAN, '--ids', '0', ...search, '--json'));
      assert.deepEqual(Object.keys(object), ['sequences', 'scores']);
      assert.deepEqual(object['sequences'], [[336, 234, 239, 309, 135, 3, 317, 0]]);
      assertScores(object['scores'], [-2.161366]);
    });

    it('prints a line for each row without --json', async () => {
      const { code, stdout } = await cli('generate', '--model', MARIAN, '--ids', '0', ...search);
      assert.equal(code, 0);
      assert.match(stdout, /^-2\.161\d{3}\t336 234 239 309 135 3 317 0\n$/);
    });

    for (const [what, fits] of [
      ['a padded batch', ({ rows, returned }: Golden) => rows.length > 1 && returned === 1],
      ['several return sequences', ({ returned }: Golden) => returned > 1],
    ] as const) {
      it(`prints PyTorch's ids for ${what}`, async () => {
        const golden = goldens().find(fits);
        assert.ok(golden, 'no golden fits');
        const args = [...golden.rows.flatMap(row => ['--ids', row.join(' ')]), ...golden.options, '--json'];
        const object = json(await cli('generate', '--model', MARIAN, ...args));
        assert.deepEqual(object['sequences'], golden.sequences);
        if (golden.scores !== undefined) assertScores(object['scores'], golden.scores);
      });
    }

    it('uses the precision of --precision, and refuses one that the model does not have', async () => {
      const args = ['generate', '--model', MARIAN, '--ids', '0', ...search, '--json'];
      const [exact, small] = [await cli(...args), await cli(...args, '--precision', 'q8')].map(json);
      assert.notDeepEqual(exact['scores'], small['scores']);
      assert.match(
        errorOf(await cli(...args, '--precision', 'fp16'), 2),
        /“fp16” cannot be used: .* has only q8, fp32/,
      );
    });
  });

  describe('interrupted', () => {
    const megabyte = Array.from(
      { length: 20_000 },
      (_, index) => `This is the sentence with the number ${index} of it.`,
    );

    // Progress is only written to a terminal. `script` (util-linux) gives the process one, and types Ctrl+C into it.
    it('exits with 130 in the middle of a megabyte, with nothing on stdout, when Ctrl+C is pressed', async () => {
      const output = path.join(folder, 'interrupted.txt');
      const quoted = (text: string): string => `'${text}'`;
      const command = [process.execPath, CLI, 'translate', '--to', 'de', file(megabyte.join(' '))].map(quoted);
      const terminal = spawn('script', ['-qec', `exec ${command.join(' ')} > ${quoted(output)}`, '/dev/null']);
      let screen = '';
      terminal.stdout.on('data', (chunk: Buffer) => {
        const before = screen;
        screen += chunk.toString();
        const inTheMiddle = /\r[1-9]\d* of \d+ /;
        if (inTheMiddle.test(screen) && !inTheMiddle.test(before)) terminal.stdin.write('\x03');
      });
      const [code] = (await once(terminal, 'close')) as [number];
      assert.deepEqual([code, fs.readFileSync(output, 'utf8')], [130, ''], screen);
      assert.match(screen, /Cancelled/);
    });

    it('exits with 130 when it is interrupted while the model is being loaded', async () => {
      const run = start(['translate', '--to', 'de', file('The cat.')]);
      await run.untilStderr(/Loading/);
      run.kill('SIGINT');
      const { code, stdout } = await run.ended;
      assert.deepEqual([code, stdout], [130, '']);
    });
  });
});

interface Golden {
  readonly rows: readonly (readonly number[])[];
  readonly returned: number;
  readonly options: readonly string[];
  readonly sequences: readonly (readonly number[])[];
  readonly scores: readonly number[] | undefined;
}

/** The option for each setting that a golden may name. Settings of the model’s own files apply without an option. */
const OPTIONS: Readonly<Record<string, string>> = {
  num_beams: 'num-beams',
  num_return_sequences: 'num-return-sequences',
  length_penalty: 'length-penalty',
  early_stopping: 'early-stopping',
  max_new_tokens: 'max-new-tokens',
};
const OF_THE_MODEL = new Set([
  ...['pad_token_id', 'eos_token_id', 'bos_token_id', 'decoder_start_token_id', 'forced_eos_token_id'],
  ...['bad_words_ids', 'do_sample'],
]);

/** The goldens of beam search whose settings can be given by options. */
function goldens(): Golden[] {
  const { cases } = JSON.parse(fs.readFileSync(path.join(MARIAN, 'goldens/goldens.json'), 'utf8')) as {
    cases: {
      input_ids: number[][];
      attention_mask: number[][];
      generations: {
        settings: Record<string, unknown>;
        sequences: number[][];
        sequences_scores?: number[];
        /** The result of transformers since 4.50, if it differs from that of earlier versions. */
        v5?: { sequences: number[][]; sequences_scores: number[] };
      }[];
    }[];
  };
  return cases.flatMap(golden => {
    const rows = golden.input_ids.map((row, index) => row.filter((_, at) => golden.attention_mask[index][at] === 1));
    return golden.generations.flatMap(generation => {
      const settings = Object.entries(generation.settings).filter(([key]) => !OF_THE_MODEL.has(key));
      if (settings.some(([key]) => !(key in OPTIONS)) || generation.settings['num_beams'] === 1) return [];
      const { sequences, sequences_scores: scores } = generation.v5 ?? generation;
      const options = settings.flatMap(([key, value]) => [`--${OPTIONS[key]}`, String(value)]);
      return [{ rows, returned: sequences.length / rows.length, options, sequences, scores }];
    });
  });
}
