import assert from 'node:assert/strict';
import { type Arguments, readArguments } from '../../../../src/node/cli/arguments';
import { USAGE } from '../../../../src/node/cli/usage';
import { readModelArguments } from '../../../../src/node/cli/models/arguments';
import { UsageError } from '../../../../src/node/cli/terminal/usageError';

/** Splits a line into arguments as a shell does; double quotes keep spaces. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);
}

function read(line: string): Arguments {
  return readArguments(words(line));
}

/** The message of the UsageError that a command line throws. */
function refused(line: string): string {
  try {
    read(line);
  } catch (error) {
    assert.ok(error instanceof UsageError, `${line}: ${String(error)}`);
    // One sentence, for `attentive: …` on stderr.
    assert.doesNotMatch(error.message, /\n|\. |undefined/, line);
    return error.message;
  }
  return assert.fail(`accepted: ${line}`);
}

const none = {
  model: undefined,
  precision: undefined,
  backend: 'auto',
  threads: undefined,
  json: false,
  quiet: false,
  settings: {},
  maxBatchRows: undefined,
};

describe('readArguments', () => {
  it('reads each command with its file or ids', () => {
    assert.deepEqual(read('translate a.txt'), {
      command: 'translate',
      file: 'a.txt',
      lines: false,
      wholeSource: false,
      from: undefined,
      to: undefined,
      ...none,
    });
    assert.deepEqual(read('translate --from en --to de -'), {
      command: 'translate',
      file: '-',
      lines: false,
      wholeSource: false,
      from: 'en',
      to: 'de',
      ...none,
    });
    assert.deepEqual(read('summarize --form headline a.txt'), {
      command: 'summarize',
      file: 'a.txt',
      lines: false,
      wholeSource: false,
      form: 'headline',
      ...none,
    });
    assert.deepEqual(read('generate --ids "5 17 1" --ids 2,3'), {
      command: 'generate',
      ids: [
        [5, 17, 1],
        [2, 3],
      ],
      ...none,
    });
  });

  it('refuses to summarize files of source code without --whole-source or --lines', () => {
    for (const [file, language] of [
      ['src/a.ts', 'TypeScript'],
      ['A.PY', 'Python'],
      ['Dockerfile', 'Dockerfile'],
      ['a.b.json', 'JSON'],
    ] as const) {
      assert.match(refused(`summarize ${file}`), new RegExp(`${language}.*--whole-source`));
      assert.equal(read(`translate ${file}`).command, 'translate');
      for (const more of ['--whole-source', '--lines'])
        assert.equal(read(`summarize ${file} ${more}`).command, 'summarize');
    }
    for (const file of ['a.txt', 'a.md', 'README', 'a.srt', 'page.html', '.ts', 'ts', '-']) {
      assert.equal(read(`summarize ${file}`).command, 'summarize', file);
    }
  });

  it('takes auto for the number of beams of a text, which is also what is meant without the option', () => {
    for (const command of ['translate a', 'summarize a', 'explain a --out b']) {
      assert.deepEqual(read(`${command} --num-beams auto`), read(command));
    }
    assert.match(refused('generate --ids 1 --num-beams auto'), /--num-beams auto is for a text, not for ids/);
    assert.match(refused('translate a --num-beams many'), /--num-beams takes a whole number or auto, not "many"/);
  });

  it('reads the backend, of which the last one counts', () => {
    assert.deepEqual(read('generate --ids 1 --backend native'), {
      command: 'generate',
      ids: [[1]],
      ...none,
      backend: 'native',
    });
    assert.equal((read('generate --backend wasm --ids 1 --backend auto') as { backend: string }).backend, 'auto');
    assert.match(refused('translate a --backend cuda'), /--backend is one of auto, native, webgpu, wasm, not "cuda"/);
  });

  it('refuses numbers that are too large or too small', () => {
    const big = '99999999999999999999';
    assert.match(refused(`translate a --num-beams ${big}`), /--num-beams is at most 1024/);
    assert.match(refused('translate a --num-beams 0'), /--num-beams must be at least 1/);
    assert.match(refused(`translate a --num-return-sequences ${big}`), /--num-return-sequences is at most/);
    assert.match(refused(`translate a --max-length ${big}`), /--max-length is at most/);
    assert.match(refused(`translate a --suppress "1 ${big}"`), /--suppress is at most/);
  });

  it('reads the prefix and the tokens of the input, which only commands on texts have', () => {
    const all = '--prefix ">>fr<< " --source-language-token eng_Latn --forced-bos-token fra_Latn';
    const input = { prefix: '>>fr<< ', sourceLanguageToken: 'eng_Latn', forcedBosToken: 'fra_Latn' };
    for (const command of ['translate a', 'summarize a', 'explain a --out b']) {
      assert.deepEqual((read(`${command} ${all}`) as { input?: unknown }).input, input);
      assert.equal('input' in read(command), false);
      assert.match(refused(`${command} --prefix=`), /--prefix takes a text/);
    }
    assert.match(refused('generate --ids 1 --prefix a'), /--prefix is an option of translate/);
    assert.match(refused('explain --out b --ids 1 --target-ids 1 --prefix a'), /--prefix is for a text/);
  });

  it('reads ids or a text to explain, and the internals to write', () => {
    assert.deepEqual(read('explain --ids "5 1" --target-ids "0 7" --ids 2 --target-ids 3 --out o.json'), {
      command: 'explain',
      out: 'o.json',
      subject: { kind: 'ids', ids: [[5, 1], [2]], targetIds: [[0, 7], [3]] },
      internals: [],
      ...none,
    });
    assert.deepEqual(read('explain --to de --out o.json a.txt'), {
      command: 'explain',
      out: 'o.json',
      subject: { kind: 'text', file: 'a.txt', from: undefined, to: 'de', form: undefined },
      internals: [],
      ...none,
    });
    const inner = read('explain --internals cross.1 --internals encoder --out o.json a.txt');
    assert.ok(inner.command === 'explain');
    assert.deepEqual(inner.internals, [
      { kind: 'cross', layer: 1 },
      { kind: 'encoder', layer: undefined },
    ]);
    const summary = read('explain --form headline --out o.json a.txt');
    assert.ok(summary.command === 'explain' && summary.subject.kind === 'text' && summary.subject.form === 'headline');
    assert.throws(() => read('explain --form headline --to de --out o.json a.txt'), UsageError);
    assert.throws(() => read('explain --form headline --ids 1 --target-ids 1 --out o.json'), UsageError);
  });

  it('takes options before and after the file, and a file that begins with a dash after --', () => {
    const before = read('--json --model m translate a.txt');
    assert.deepEqual(read('translate a.txt --model=m --json'), before);
    const odd = read('translate -- -a.txt');
    assert.ok(odd.command === 'translate' && odd.file === '-a.txt');
  });

  it('reads --lines, with which every line is a separate text', () => {
    for (const line of ['translate --lines a', 'translate a --lines', 'summarize --lines --form headline a']) {
      const args = read(line);
      assert.ok((args.command === 'translate' || args.command === 'summarize') && args.lines, line);
    }
  });

  it('reads the options that all commands have', () => {
    assert.deepEqual(read('translate a --model m --precision fp32 --threads 2 --batch-rows 4 --json --quiet'), {
      ...none,
      command: 'translate',
      file: 'a',
      lines: false,
      wholeSource: false,
      from: undefined,
      to: undefined,
      model: 'm',
      precision: 'fp32',
      threads: 2,
      maxBatchRows: 4,
      json: true,
      quiet: true,
    });
  });

  it('reads every setting of the search', () => {
    const line = [
      '--num-beams 4 --num-return-sequences 2 --length-penalty 0.6 --early-stopping never --max-new-tokens 24',
      '--max-length 25 --min-length 1 --min-new-tokens 0 --repetition-penalty 1.2 --no-repeat-ngram 3',
      '--encoder-no-repeat-ngram 2 --forced-bos 7 --forced-eos 0 --suppress "1 2" --begin-suppress 3',
    ].join(' ');
    const args = read(`generate --ids 1 ${line}`);
    assert.ok(args.command === 'generate');
    assert.deepEqual(args.settings, {
      numBeams: 4,
      numReturnSequences: 2,
      lengthPenalty: 0.6,
      earlyStopping: 'never',
      maxNewTokens: 24,
      maxLength: 25,
      minLength: 1,
      minNewTokens: 0,
      repetitionPenalty: 1.2,
      noRepeatNgramSize: 3,
      encoderNoRepeatNgramSize: 2,
      forcedBosTokenId: 7,
      forcedEosTokenIds: [0],
      suppressTokens: [1, 2],
      beginSuppressTokens: [3],
    });
    for (const [text, value] of [
      ['true', true],
      ['false', false],
    ] as const) {
      const { settings } = read(`generate --ids 1 --early-stopping ${text}`) as Extract<Arguments, { ids: unknown }>;
      assert.deepEqual(settings, { earlyStopping: value });
    }
    const negative = read('generate --ids 1 --length-penalty=-1.5') as Extract<Arguments, { ids: unknown }>;
    assert.deepEqual(negative.settings, { lengthPenalty: -1.5 });
  });

  it('returns help if there is no command, and the version if it is asked for', () => {
    for (const line of ['', 'help', '--help', '-h', 'translate --help', 'nonsense -h']) {
      assert.deepEqual(read(line), { command: 'help' }, line);
    }
    for (const line of ['--version', '-v', 'translate --version']) assert.deepEqual(read(line), { command: 'version' });
  });

  it('throws a UsageError whose message is one sentence and names the wrong argument', () => {
    for (const [line, message] of [
      ['paint a.txt', /"paint"/],
      ['translate', /one file/],
      ['translate a b', /one file/],
      ['summarize', /one file/],
      ['generate', /--ids/],
      ['generate --ids 1 a.txt', /a\.txt/],
      ['generate --ids ""', /--ids/],
      ['generate --ids "1 x"', /"x"/],
      ['generate --ids "1 -2"', /"-2"/],
      ['generate --ids 1.5', /"1\.5"/],
      ['translate a --nonsense', /--nonsense/],
      ['translate a -x', /-x/],
      ['translate a --model', /--model/],
      ['translate a --json=yes', /--json/],
      ['translate a --precision int4', /int4/],
      ['translate a --threads 0', /--threads/],
      ['translate a --threads two', /"two"/],
      ['translate a --batch-rows 0', /--batch-rows/],
      ['translate a --num-beams 1.5', /--num-beams.*"1\.5"/],
      ['translate a --num-beams -1', /--num-beams/],
      ['translate a --length-penalty x', /--length-penalty.*"x"/],
      ['translate a --length-penalty ""', /--length-penalty/],
      ['translate a --length-penalty Infinity', /Infinity/],
      ['translate a --early-stopping maybe', /"maybe"/],
      ['translate a --suppress ""', /--suppress/],
      ['translate a --form headline', /--form.*summarize/],
      ['summarize a --to de', /--to.*translate/],
      ['generate --ids 1 --from en', /--from.*translate/],
      ['translate a --ids 1', /--ids.*generate/],
      ['generate --ids 1 --lines', /--lines.*translate and summarize/],
      ['translate a --lines=b', /--lines/],
      ['translate a --out b', /--out.*explain/],
      ['explain --out b --internals cross a', /--internals.*cross/],
      ['translate a --internals encoder', /--internals.*explain/],
      ['explain a', /--out/],
      ['explain --out b', /file/],
      ['explain --out b --ids 1', /--target-ids/],
      ['explain --out b --target-ids 1', /--target-ids/],
      ['explain --out b --ids 1 --ids 2 --target-ids 1', /--target-ids/],
      ['explain --out b --ids 1 --target-ids x', /--target-ids.*"x"/],
      ['explain --out b --ids 1 --target-ids 1 a.txt', /a\.txt/],
      ['explain --out b --to de --ids 1 --target-ids 1', /--to/],
    ] as const) {
      assert.match(refused(line), message, line);
    }
  });
});

describe('USAGE', () => {
  it('names only options that readArguments knows, and the important ones', () => {
    const named = new Set([...USAGE.matchAll(/--([a-z-]+)/g)].map(([, name]) => name));
    const flags = new Set(['json', 'quiet', 'lines']);
    for (const name of named) {
      // An unknown option is refused as unknown; a known one is refused at most for its value.
      const outcome = flags.has(name) ? read(`translate a --${name}`) : attempt(`generate --ids 1 --${name} 1`);
      const isUnknown = /Unknown/.test(String(outcome));
      assert.ok(!isUnknown || isOptionOfModels(name), name);
    }
    for (const name of [
      'model',
      'threads',
      'ids',
      'target-ids',
      'out',
      'from',
      'to',
      'form',
      'lines',
      'precision',
      'num-beams',
      'suppress',
      'forced-eos',
    ]) {
      assert.ok(named.has(name), name);
    }
  });
});

/** Whether `attentive models` knows an option, with a value or without. */
function isOptionOfModels(name: string): boolean {
  return [`--${name}`, `--${name}=en`].some(option => {
    try {
      readModelArguments(['add', 'o/m', option]);
      return true;
    } catch (error) {
      return !/Unknown|does not take an argument|argument missing/.test(String(error));
    }
  });
}

function attempt(line: string): unknown {
  try {
    return read(line);
  } catch (error) {
    return error;
  }
}
