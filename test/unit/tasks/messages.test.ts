import assert from 'node:assert/strict';
import { AttentiveError, cancelled, type ErrorCode, type ErrorData } from '../../../src/base/errors';
import { sentenceOf, sentenceOfWarning, sentencesOf, untranslated } from '../../../src/tasks/messages';
import { noNotes } from '../../../src/tasks/run/rewrite';

/** Every code with the data that it comes with, as base/errors.ts says. */
const DATA: Readonly<Record<ErrorCode, readonly ErrorData[]>> = {
  cancelled: [{}],
  closed: [{ reason: 'REASON' }, { reason: 'REASON', worker: 'tasks' }],
  protocol: [{}],
  internal: [{}],
  'bad-request': [{ name: 'NAME', why: 'WHY' }],
  'model-missing-file': [{ file: 'FILE', folder: 'FOLDER' }],
  'model-broken-file': [{ file: 'FILE', why: 'WHY' }],
  'model-unsupported': [{ what: 'WHAT' }],
  'model-not-loaded': [{ model: 'MODEL' }],
  'model-run-failed': [{ why: 'WHY' }],
  'task-unsupported': [{ task: 'TASK', model: 'MODEL' }],
  'model-not-available': [{ model: 'MODEL', why: 'WHY' }],
  'download-failed': [{ file: 'FILE', why: 'WHY' }],
  'store-failed': [{ folder: 'FOLDER', why: 'WHY' }],
  'nothing-to-do': [{ why: 'script' }, { why: 'noise' }, { why: 'empty' }],
};

/** Codes whose sentence shows the error's message, because they have no data for users. */
const SHOWS_MESSAGE = new Set<ErrorCode>(['protocol', 'internal', 'model-not-loaded']);

function assertSentence(text: string): void {
  assert.match(text, /^[\p{Lu}“].*[.!?]$/u);
  assert.doesNotMatch(text, /undefined|null|NaN|\{\d\}|\[object|^\s|\s$| {2}/);
}

describe('sentenceOf', () => {
  for (const [code, all] of Object.entries(DATA) as [ErrorCode, readonly ErrorData[]][]) {
    for (const data of all) {
      it(`makes a sentence of ${code} ${JSON.stringify(data)}, with the data in it`, () => {
        const text = sentenceOf(new AttentiveError(code, 'MESSAGE', data), untranslated);
        assertSentence(text);
        if (SHOWS_MESSAGE.has(code)) assert.ok(text.includes('MESSAGE'));
        else if (code !== 'nothing-to-do') {
          for (const value of Object.values(data)) assert.ok(text.includes(String(value)), `${text} lacks ${value}`);
          assert.ok(!text.includes('MESSAGE'), 'the message is for the log only');
        }
      });

      it(`gives a sentence of ${code} also without its data`, () => {
        const text = sentenceOf(new AttentiveError(code, ''), untranslated);
        assert.doesNotMatch(text, /undefined|\{\d\}/);
        assert.notEqual(text.trim(), '');
      });
    }
  }

  it('says for each reason why there is nothing to do', () => {
    const texts = DATA['nothing-to-do'].map(data =>
      sentenceOf(new AttentiveError('nothing-to-do', '', data), untranslated),
    );
    assert.equal(new Set(texts).size, 3);
  });

  it('makes a sentence of whatever is thrown', () => {
    for (const thrown of [
      new TypeError('x is not a function'),
      'text',
      undefined,
      null,
      7,
      { a: 1 },
      Object.create(null),
    ]) {
      assert.doesNotMatch(sentenceOf(thrown, untranslated), /\{\d\}/);
    }
    assert.ok(sentenceOf(new TypeError('x is not a function'), untranslated).includes('x is not a function'));
    const aborted = new DOMException('stop', 'AbortError');
    assert.equal(sentenceOf(aborted, untranslated), sentenceOf(cancelled(), untranslated));
  });

  it('keeps to one line, without escape sequences of terminals, whatever a file or the runtime puts into a reason', () => {
    const why = 'input of node: \r\nname: a\u001b[31m OpType:\tIf\n is\u2028not\u0000\n';
    const sentence = sentenceOf(new AttentiveError('model-broken-file', '', { file: 'a  b.onnx', why }), untranslated);
    assert.ok(sentence.includes('a  b.onnx cannot be used: input of node: name: a [31m OpType: If is not. '), sentence);
    assert.ok(sentenceOf(new Error('two\nlines'), untranslated).includes('two lines'));
  });

  it('names the worker that has ended', () => {
    const told = (data: ErrorData): string => sentenceOf(new AttentiveError('closed', '', data), untranslated);
    assert.match(told({ reason: 'it ended' }), /^The engine stopped \(it ended\)/);
    assert.match(
      told({ reason: 'it ended', worker: 'tasks' }),
      /^The worker that runs the tasks stopped \(it ended\)\. Nothing was/,
    );
  });

  it('translates the sentence, not the data in it', () => {
    const asked: string[] = [];
    sentenceOf(new AttentiveError('closed', '', { reason: 'REASON {0}' }), (message, ...args) => {
      asked.push(message, ...args.map(String));
      return '';
    });
    assert.ok(asked[0].includes('{0}') && !asked[0].includes('REASON'));
    assert.equal(asked[1], 'REASON {0}');
  });
});

describe('sentencesOf', () => {
  it('says nothing of a result without notes', () => {
    assert.deepEqual(sentencesOf(noNotes(), untranslated), []);
  });

  it('makes one sentence of each note, with its count', () => {
    const names = Object.keys(noNotes()) as (keyof ReturnType<typeof noNotes>)[];
    const texts = names.map(name => sentencesOf({ ...noNotes(), [name]: 37 }, untranslated));
    for (const said of texts) {
      assert.equal(said.length, 1);
      assert.match(said[0], /37/);
      assert.doesNotMatch(said[0], /\{\d\}|undefined/);
    }
    assert.equal(new Set(texts.flat()).size, names.length);
    assert.equal(
      sentencesOf({ otherScript: 1, noise: 1, cut: 1, tooLong: 1, empty: 1, broken: 1, code: 1 }, untranslated).length,
      7,
    );
  });
});

describe('untranslated', () => {
  it('puts arguments in their places, and replaces nothing inside of them', () => {
    assert.equal(untranslated('{1} and {0} and {1}', 'a', 2), '2 and a and 2');
    assert.equal(untranslated('{0}', '{1}', 'x'), '{1}');
    assert.equal(untranslated('{0}|{1}', 'a'), 'a|');
    assert.equal(untranslated('{0}', '$&'), '$&');
  });
});

describe('sentenceOfWarning', () => {
  it('makes a sentence of each warning, with its data in it', () => {
    const warnings = [
      { kind: 'numbers', numbers: ['5', '1,000'] },
      { kind: 'repetition', phrase: 'so' },
      { kind: 'untranslated' },
      { kind: 'short' },
    ] as const;
    const texts = warnings.map(warning => sentenceOfWarning(warning, untranslated));
    texts.forEach(assertSentence);
    assert.equal(new Set(texts).size, 4);
    assert.ok(texts[0].includes('5 · 1,000') && texts[1].includes('“so”'));
  });
});
