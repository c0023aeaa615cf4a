import assert from 'node:assert/strict';
import { isChanged, hasNewText, needsCheck, Proposal } from '../../../../src/tasks/run/proposal';
import type { RewriteEvent, SegmentPlace } from '../../../../src/tasks/run/rewrite';

const SOURCE = 'One. Two! 3';
const PLACES: readonly SegmentPlace[] = [
  { text: 1, start: 0, end: 4 },
  { text: 1, start: 5, end: 9 },
];

function segment(
  at: number,
  written: string,
  more: Partial<Extract<RewriteEvent, { kind: 'segment' }>> = {},
): RewriteEvent {
  return { kind: 'segment', segment: at, written, outcome: 'done', score: Math.log(0.9), warnings: [], ...more };
}

function proposed(...events: readonly RewriteEvent[]): Proposal {
  const proposal = new Proposal(['123', SOURCE]);
  proposal.take({ kind: 'plan', places: PLACES, total: 2, characters: 8 });
  for (const event of events) proposal.take(event);
  return proposal;
}

describe('a proposal', () => {
  it('begins as the sources and changes segment by segment, in whatever order', () => {
    const proposal = proposed();
    assert.deepEqual(proposal.compose().texts, ['123', SOURCE]);
    proposal.take(segment(1, 'Zweimal!'));
    assert.deepEqual(proposal.compose().texts, ['123', 'One. Zweimal! 3']);
    assert.deepEqual([proposal.done, proposal.total], [1, 2]);
    proposal.take({ kind: 'partial', segment: 0, text: 'Ei' });
    assert.deepEqual(proposal.compose().texts, ['123', 'Ei Zweimal! 3']);
    proposal.stop();
    assert.deepEqual(proposal.compose().texts, ['123', 'One. Zweimal! 3'], 'unfinished text is dropped');
  });

  it('has the source in place of each rejected segment, until the rejection is taken back', () => {
    const proposal = proposed(segment(0, 'Eins sagt er.'), segment(1, 'Zwei!'));
    proposal.choose(0, 'rejected');
    const { texts, segments } = proposal.compose();
    assert.equal(texts[1], 'One. Zwei! 3');
    for (const { text, start, end, choice, source, written } of segments) {
      assert.equal(texts[text].slice(start, end), choice === 'rejected' ? source : written);
    }
    proposal.choose(0, 'accepted');
    assert.equal(proposal.compose().texts[1], 'Eins sagt er. Zwei! 3');
    proposal.choose(0, 'rejected');
    proposal.choose(0, undefined);
    assert.equal(proposal.compose().texts[1], 'Eins sagt er. Zwei! 3');
  });

  it('asks to check segments with a warning or an outcome other than `done`, until the user has decided on them', () => {
    const needs = (...events: readonly RewriteEvent[]): boolean[] =>
      proposed(...events)
        .compose()
        .segments.map(needsCheck);
    assert.deepEqual(needs(), [false, false], 'nothing is finished');
    const unlikely = segment(1, 'Zwei!', { score: Math.log(0.1) });
    assert.deepEqual(needs(segment(0, 'Eins.'), unlikely), [false, false], 'a low probability alone says nothing');
    for (const outcome of ['cut', 'tooLong', 'empty', 'broken'] as const) {
      assert.deepEqual(needs(segment(0, 'One.', { outcome, score: 0 }))[0], true, outcome);
    }
    assert.ok(needs(segment(0, 'Eins.', { warnings: [{ kind: 'short' }] }))[0], 'a warning');
    const proposal = proposed(segment(1, 'Zwei!', { score: -3, warnings: [{ kind: 'unsure' }] }));
    assert.ok(Math.abs((proposal.compose().segments[1].probability ?? 0) - Math.exp(-3)) < 1e-12);
    proposal.choose(1, 'accepted');
    assert.deepEqual(proposal.compose().segments.map(needsCheck), [false, false]);
  });

  it('has no probability for a segment that was not run', () => {
    const [kept] = proposed(segment(0, 'One.', { outcome: 'tooLong', score: 0 })).compose().segments;
    assert.equal(kept.probability, undefined);
    assert.equal(isChanged(kept), false);
  });

  it('has new text only if the model wrote a result that was not rejected', () => {
    const newTexts = (...events: readonly RewriteEvent[]): boolean[] => {
      const composition = proposed(...events).compose();
      return [0, 1].map(text => hasNewText(composition, text));
    };
    assert.deepEqual(newTexts(), [false, false]);
    assert.deepEqual(newTexts(segment(0, 'Eins.')), [false, true], 'a text without a segment is its source');
    assert.deepEqual(newTexts(segment(0, 'One.', { outcome: 'broken' })), [false, false]);
    assert.deepEqual(newTexts(segment(0, 'One.')), [false, true], 'the model says the same');
    const proposal = proposed(segment(0, 'Eins.'));
    proposal.choose(0, 'rejected');
    assert.equal(hasNewText(proposal.compose(), 1), false);
  });
});
