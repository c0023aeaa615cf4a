import assert from 'node:assert/strict';
import { AttentiveError, type ErrorCode } from '../../../../src/base/errors';
import { terminalSentence, warningLines } from '../../../../src/node/cli/messages';
import { sentencesOf, untranslated } from '../../../../src/tasks/messages';
import { noNotes, type Notes } from '../../../../src/tasks/run/rewrite';

/** The data of an error for every code. A new code does not compile until it is listed here. */
const codes: Readonly<Record<ErrorCode, readonly Readonly<Record<string, string>>[]>> = {
  cancelled: [{}],
  closed: [{ reason: 'disposed' }],
  protocol: [{}],
  internal: [{}],
  'bad-request': [{ name: 'a.txt', why: 'it is a folder' }],
  'model-missing-file': [{ folder: 'm', file: 'config.json' }],
  'model-broken-file': [{ file: 'config.json', why: 'it is empty' }],
  'model-unsupported': [{ what: 'a decoder alone' }],
  'model-not-loaded': [{ model: 'm' }],
  'model-run-failed': [{ why: 'no memory' }],
  'task-unsupported': [
    { model: 'M', task: 'translate to ja', offers: 'translate --from en --to de' },
    { model: 'M', task: 'summarize' },
  ],
  'model-not-available': [{ model: 'MODEL', why: 'WHY' }],
  'download-failed': [{ file: 'FILE', why: 'WHY' }],
  'store-failed': [{ folder: 'FOLDER', why: 'WHY' }],
  'nothing-to-do': [{ why: 'script' }, { why: 'noise' }, { why: 'code' }, { why: 'empty' }],
};

/** Words for what an editor has and a terminal does not have. */
const OF_EDITOR = /\bselect|\bsetting|output channel|\bbutton|\bmenu|command palette/i;

describe('terminalSentence and sentencesOf', () => {
  for (const [code, all] of Object.entries(codes)) {
    it(`the sentence for ${code} names nothing that only an editor has`, () => {
      for (const data of all) {
        const sentence = terminalSentence(new AttentiveError(code as ErrorCode, 'the message', data));
        assert.match(sentence, /^[A-Z“].*[.]$/);
        assert.doesNotMatch(sentence, OF_EDITOR);
        assert.doesNotMatch(sentence, /\n|undefined|\{\d/);
      }
    });
  }

  it('the sentence for task-unsupported names the tasks of the model', () => {
    const data = { model: 'M', task: 'translate to ja', offers: 'translate --from en --to de' };
    assert.equal(
      terminalSentence(new AttentiveError('task-unsupported', '', data)),
      'The model “M” cannot translate to ja. It can: translate --from en --to de. --model takes the folder of another.',
    );
  });

  it('sentencesOf has one sentence for every note', () => {
    const all = Object.keys(noNotes());
    for (const note of all) {
      const sentences = sentencesOf({ ...noNotes(), [note]: 2 }, untranslated);
      assert.equal(sentences.length, 1, note);
      assert.match(sentences[0] ?? '', /2\.$/);
      assert.doesNotMatch(sentences[0] ?? '', OF_EDITOR);
    }
    assert.deepEqual(sentencesOf(noNotes(), untranslated), []);
    assert.equal(
      sentencesOf(Object.fromEntries(all.map(note => [note, 1])) as unknown as Notes, untranslated).length,
      all.length,
    );
  });
});

describe('the line about warnings on the command line', () => {
  const resultWith = (...kinds: ('short' | 'untranslated')[]) => ({ warnings: kinds.map(kind => ({ kind })) });

  it('is missing if no result has a warning', () => assert.deepEqual(warningLines([resultWith(), resultWith()]), []));

  it('counts the results with warnings, and how many have each warning', () => {
    assert.deepEqual(warningLines([resultWith('short'), resultWith()]), [
      '1 result to check: 1 is much shorter than its source.',
    ]);
    const numbers = {
      warnings: [
        { kind: 'numbers', numbers: ['5'] },
        { kind: 'repetition', phrase: 'a' },
      ],
    } as const;
    assert.deepEqual(warningLines([numbers, resultWith('untranslated'), resultWith('untranslated')]), [
      '3 results to check: 1 lacks a number, 1 repeats itself, 2 are hardly translated.',
    ]);
  });
});
