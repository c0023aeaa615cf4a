import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Change } from '../../../../src/text/tracking/trackedRange';
import { TrackedPieces, type TrackedPiece } from '../../../../src/text/tracking/trackedPieces';

const TEXT = 'I am tired. Where is it? I am tired.';

/** The sentences of one text. */
function pieces(text = TEXT): TrackedPiece[] {
  return [...text.matchAll(/[^ .?][^.?]*[.?]/g)].map(({ 0: words, index }) => {
    return { text: 0, from: index, to: index + words.length, words };
  });
}

function located(document: string, start: number, text = TEXT): TrackedPieces {
  const made = new TrackedPieces(pieces(text), [start]);
  made.locate(document);
  return made;
}

/** Puts `words` in place of a range, reports it to the pieces and returns the new document. `inserted` is ignored. */
function edit(self: TrackedPieces, document: string, change: Change & { readonly words?: string }): string {
  const { offset, removed, words = '' } = change;
  const after = document.slice(0, offset) + words + document.slice(offset + removed);
  self.applyChanges([{ offset, removed, inserted: words.length }], () => after);
  return after;
}

/** The text at the place of each piece; undefined for a piece that is lost. */
function shown(self: TrackedPieces, document: string): (string | undefined)[] {
  return pieces().map(({ text, from, to }) => {
    const place = self.rangeOf({ text, start: from, end: to });
    return place && document.slice(place.start, place.end);
  });
}

describe('tracked pieces', () => {
  it('are found at their offset, or near it', () => {
    for (const [document, start] of [
      [TEXT, 0],
      [`# Title\n${TEXT}`, 8],
      [`# Title\n${TEXT}\n`, 0],
      [`${'I am tired. '.repeat(3)}${TEXT}`, 36],
    ] as const) {
      const self = located(document, start);
      assert.equal(self.foundCount, 3);
      assert.deepEqual(shown(self, document), ['I am tired.', 'Where is it?', 'I am tired.']);
    }
    const last = located(`I am tired. ${TEXT}`, 12);
    assert.deepEqual(last.rangeOf({ text: 0, start: 0, end: 4 }), { start: 12, end: 16 });
  });

  it('are found at their shifted offset, not at another occurrence of their words', () => {
    const [, , last] = pieces();
    const self = new TrackedPieces([{ ...last, shift: -12 }], [0]);
    const document = 'Where is it? I am tired. Where is it? I am tired.';
    self.locate(document);
    assert.deepEqual(self.rangeOf({ text: 0, start: last.from, end: last.to }), { start: 13, end: 24 });
    assert.deepEqual(self.starts(), [0]);
  });

  it('move with edits before them, and only the one that was edited is lost', () => {
    const self = located(TEXT, 0);
    let document = edit(self, TEXT, { offset: 0, removed: 0, inserted: 0, words: 'So: ' });
    document = edit(self, document, { offset: document.indexOf('is it'), removed: 2, inserted: 0, words: 'was' });
    assert.deepEqual(shown(self, document), ['I am tired.', undefined, 'I am tired.']);
    assert.equal(self.foundCount, 2);
  });

  it('are found again after an undo', () => {
    const self = located(`- ${TEXT}\n`, 2);
    const result = 'Ich bin.';
    const without = edit(self, `- ${TEXT}\n`, { offset: 2, removed: TEXT.length, inserted: 0, words: result });
    assert.equal(self.foundCount, 0);
    assert.deepEqual(self.starts(), [2], 'the offset is remembered');
    const back = edit(self, without, { offset: 2, removed: result.length, inserted: 0, words: TEXT });
    assert.deepEqual(shown(self, back), ['I am tired.', 'Where is it?', 'I am tired.']);
    const one = edit(self, back, { offset: 6, removed: 1, inserted: 0 });
    assert.equal(self.foundCount, 2);
    edit(self, one, { offset: 6, removed: 0, inserted: 0, words: back.slice(6, 7) });
    assert.equal(self.foundCount, 3);
  });

  it('are not confused with others that have the same words', () => {
    const self = located(TEXT, 0);
    const document = edit(self, TEXT, { offset: 0, removed: 12, inserted: 0 });
    assert.deepEqual(shown(self, document), [undefined, 'Where is it?', 'I am tired.']);
  });

  it('map a range of the document to a range of their text', () => {
    const self = located(`>> ${TEXT}`, 3);
    assert.deepEqual(self.textAt({ start: 5, end: 7 }), { text: 0, start: 2, end: 4 });
    assert.deepEqual(self.textAt({ start: 15, end: 15 }), { text: 0, start: 12, end: 12 });
    assert.deepEqual(self.textAt({ start: 0, end: 99 }), { text: 0, start: 0, end: 11 });
    assert.equal(self.textAt({ start: 1, end: 1 }), undefined);
  });

  it('have a common range, unless one of them is lost', () => {
    const self = located(TEXT, 0);
    assert.deepEqual(self.rangeOf({ text: 0, start: 2, end: 20 }), { start: 2, end: 20 });
    edit(self, TEXT, { offset: 13, removed: 1, inserted: 0 });
    assert.equal(self.rangeOf({ text: 0, start: 2, end: 20 }), undefined);
    assert.deepEqual(self.rangeOf({ text: 0, start: 2, end: 11 }), { start: 2, end: 11 });
  });

  it('are lost when the document is closed, and found when it is opened again', () => {
    const self = located(TEXT, 0);
    self.clear();
    assert.equal(self.foundCount, 0);
    self.locate(`New\n${TEXT}`);
    assert.equal(self.foundCount, 3);
  });

  it('never have a range without their words, whatever is edited', () => {
    const change = fc.record({
      at: fc.nat(60),
      removed: fc.nat(8),
      words: fc.constantFrom('', 'x', TEXT, 'I am tired.'),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), changes => {
        let document = `a ${TEXT} z`;
        const self = located(document, 2);
        for (const { at, removed, words } of changes) {
          const offset = Math.min(at, document.length);
          const left = Math.min(removed, document.length - offset);
          document = edit(self, document, { offset, removed: left, inserted: 0, words });
          const own = pieces().map(({ words: expected }) => expected);
          for (const [index, found] of shown(self, document).entries()) {
            if (found !== undefined) assert.equal(found, own[index]);
          }
        }
      }),
    );
  });

  it('are not searched for in a very large document, because that would block the editor', () => {
    const many = Array.from({ length: 3000 }, (_, index) => `Sentence number ${index} is here.`);
    const text = many.join(' ');
    const self = located(text, 0, text);
    edit(self, text, { offset: 0, removed: text.length, inserted: 0, words: 'y'.repeat(text.length * 10) });
    assert.equal(self.foundCount, 0);
  });
});
