import assert from 'node:assert/strict';
import { inventsNothing, keepsAll } from '../../../../src/tasks/rows/integrity';

describe('an answer of the model', () => {
  it('may stand in a translation if it keeps placeholders and paired marks, and invents nothing', () => {
    for (const [source, answer] of [
      ['Call \ue001 first.', 'Zuerst \ue001 aufrufen.'],
      ['\ue001 and \ue002', '\ue002 und \ue001'],
      ['It is (nearly) done.', 'Es ist (fast) fertig.'],
      ['Say "yes".', 'Sag „ja“.'],
      ['a *word*', 'ein Wort'],
      ['an open ( bracket', 'eine offene ( Klammer'],
    ]) {
      assert.ok(keepsAll(source, answer), answer);
    }
    for (const [source, answer] of [
      ['Call \ue001 first.', 'Zuerst aufrufen.'],
      ['Call \ue001 first.', '\ue001 und \ue001'],
      ['Call \ue001 first.', '\ue002 zuerst'],
      ['Call it.', 'Ruf \ue001 auf.'],
      ['Half a cup', '\ufffd Tasse'],
      ['A bell', 'Eine Glocke\u0007'],
      ['A half', 'Ein \ud83d'],
      ['It is (nearly) done.', 'Es ist (fast fertig.'],
      ['the [link] here', 'der Link] hier'],
      ['{a}', 'a}'],
      ['~~gone~~', '~~weg~'],
      ['**bold** words', '**fette Wörter'],
    ]) {
      assert.ok(!keepsAll(source, answer), answer);
    }
  });

  it('may stand in a summary if it invents nothing', () => {
    assert.ok(inventsNothing('A long (very long) text with \ue001.', 'Text'));
    assert.ok(inventsNothing('With \ue001.', '\ue001'));
    assert.ok(!inventsNothing('With \ue001.', '\ue002'));
    assert.ok(!inventsNothing('Without.', 'A \ufffd'));
  });
});
