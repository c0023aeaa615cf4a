import assert from 'node:assert/strict';
import { noNotes } from '../../../../src/tasks/run/rewrite';
import { translate } from '../../../../src/tasks/translate';
import { outcome, runOn, scripted, type ScriptedEngine, textsOf } from '../scripted';

const PLACEHOLDERS = ['\ue001', '\ue002'];

async function translated(engine: ScriptedEngine, ...texts: string[]) {
  return outcome(translate({ ...runOn(engine.engine), texts, from: 'en', placeholders: PLACEHOLDERS }));
}

/** An engine that “translates” into capitals. */
const inCapitals = (): ScriptedEngine => scripted({ answer: text => text.toUpperCase() });

/** An engine whose model drops placeholders. */
const careless = (): ScriptedEngine =>
  scripted({ answer: text => text.replace(/[\ue001\ue002]/g, '').toUpperCase() || 'NOTHING' });

describe('translate with placeholders', () => {
  it('sends a sentence whole and keeps its code', async () => {
    const engine = inCapitals();
    const { result } = await translated(engine, '`init` must be called before https://a.org/x is open. Why?\n');
    assert.deepEqual(engine.requests.flatMap(textsOf), ['\ue001 must be called before \ue002 is open.', 'Why?']);
    assert.deepEqual(result.texts, ['`init` MUST BE CALLED BEFORE https://a.org/x IS OPEN. WHY?\n']);
    assert.equal(result.segments[0].result, '`init` MUST BE CALLED BEFORE https://a.org/x IS OPEN.');
  });

  it('cuts the sentence at its code when the model loses a placeholder', async () => {
    const engine = careless();
    const { result } = await translated(engine, 'Call `init` first. Then wait.', 'And `a`, `b` too.');
    assert.deepEqual(result.texts, ['CALL `init` FIRST. THEN WAIT.', 'AND `a`, `b` TOO.']);
    assert.deepEqual(engine.requests.map(textsOf), [
      ['Call \ue001 first.', 'Then wait.', 'And \ue001, \ue002 too.'],
      ['Call', 'first.', 'And', 'too.'],
    ]);
  });

  it('runs a sentence that has more code than there are placeholders clause by clause', async () => {
    const engine = inCapitals();
    const { result } = await translated(engine, 'Use `a` and `b` here, then take `c` or `d` there.');
    assert.deepEqual(engine.requests.map(textsOf), [
      ['Use \ue001 and \ue002 here,', 'then take \ue001 or \ue002 there.'],
    ]);
    assert.deepEqual(result.texts, ['USE `a` AND `b` HERE, THEN TAKE `c` OR `d` THERE.']);
  });

  it('cuts a sentence with more code than placeholders at its code if no clause has few enough', async () => {
    const { result } = await translated(inCapitals(), 'Use `a`, `b`, or `c` here.');
    assert.deepEqual(result.texts, ['USE `a`, `b`, OR `c` HERE.']);
  });

  it('replaces protected words, such as product names, by the placeholders that the code of the sentence leaves over', async () => {
    const engine = scripted({ answer: text => text.replace('of', 'von') });
    const { result } = await translated(engine, 'JavaScript has 3.5 GB of `code` here.');
    assert.deepEqual(engine.requests.flatMap(textsOf), ['\ue001 has 3.5 GB of \ue002 here.']);
    assert.deepEqual(result.texts, ['JavaScript has 3.5 GB von `code` here.']);
  });

  it('cuts a sentence at its protected words when the model loses one, with and without placeholders', async () => {
    for (const placeholders of [PLACEHOLDERS, []]) {
      const engine = careless();
      const texts = ['Open GitHub and read the 3.5 GB or 25 °C there.'];
      const run = translate({ ...runOn(engine.engine), texts, from: 'en', placeholders });
      assert.deepEqual((await outcome(run)).result.texts, ['OPEN GitHub AND READ THE 3.5 GB OR 25 °C THERE.']);
    }
  });

  it('emits the text of `append` events in order although the first sentence is run again', async () => {
    const { events, result } = await translated(careless(), 'One `x` here. Two there.');
    const appended = events.flatMap(event => (event.kind === 'append' ? [event.text] : []));
    assert.equal(appended.join(''), result.texts[0]);
    assert.deepEqual(appended, ['ONE `x` HERE. TWO THERE.']);
  });

  it('leaves a sentence as it was if the model invents or doubles a placeholder, and translates the next ones', async () => {
    for (const invented of ['\ue001', '\ue002 \ue002', '\ue008', 'a \ufffd', 'a \u0007']) {
      const engine = scripted({ answer: text => (text === 'Two.' ? invented : text.toUpperCase()) });
      const { result } = await translated(engine, 'One. Two. Three.');
      assert.deepEqual(result.texts, ['ONE. Two. THREE.']);
      assert.deepEqual(result.notes, { ...noNotes(), broken: 1 });
      assert.equal(result.segments[1].outcome, 'broken');
    }
  });

  it('keeps a part between symbols as it was if the model invents a placeholder in it', async () => {
    const engine = scripted({ answer: text => (text === 'first.' ? 'erst \ue001' : text.replace('\ue001', '')) });
    const { result } = await translated(engine, 'Call `init` first.');
    assert.deepEqual(result.texts, ['Call `init` first.']);
    assert.equal(result.segments[0].outcome, 'broken');
  });

  it('does not run a line that is only code, and divides a sentence at pictographs', async () => {
    const engine = inCapitals();
    const { result } = await translated(engine, '`make`\n\nWell 🎉 run `make` now.');
    assert.deepEqual(result.texts, ['`make`\n\nWELL 🎉 RUN `make` NOW.']);
    assert.deepEqual(engine.requests.flatMap(textsOf), ['Well', 'run \ue001 now.']);
  });

  it('does not send the tags around a sentence, nor symbols after its end', async () => {
    const engine = inCapitals();
    const text = '<p><b>One is here.</b> https://a.org `x`</p>\n<i>Two</i> and three';
    const { result } = await translated(engine, text);
    assert.deepEqual(engine.requests.flatMap(textsOf), ['One is here.', 'Two\ue001 and three']);
    assert.deepEqual(result.texts, ['<p><b>ONE IS HERE.</b> https://a.org `x`</p>\n<i>TWO</i> AND THREE']);
  });

  it('emits `partial` events with code in place of placeholders', async () => {
    const answer = (text: string) => ({ text, partials: ['Call', 'Call \ue001'] });
    const { events } = await translated(scripted({ answer }), 'Call `init`.');
    const partials = events.flatMap(event => (event.kind === 'partial' ? [event.text] : []));
    assert.deepEqual(partials, ['Call', 'Call `init`']);
  });
});

describe('translate, with numbers', () => {
  const german = async (engine: ScriptedEngine, text: string, placeholders = PLACEHOLDERS) =>
    (await outcome(translate({ ...runOn(engine.engine), texts: [text], from: 'en', to: 'de', placeholders }))).result;

  it('runs a sentence again with placeholders for numbers if one was lost', async () => {
    const engine = scripted({ answer: text => text.replace(/\d/, '').toUpperCase() });
    const result = await german(engine, 'There are 15 or 20 of them.');
    assert.deepEqual(engine.requests.map(textsOf), [
      ['There are 15 or 20 of them.'],
      ['There are \ue001 or \ue002 of them.'],
    ]);
    assert.deepEqual(result.texts, ['THERE ARE 15 OR 20 OF THEM.']);
    assert.ok(result.segments[0].warnings.every(({ kind }) => kind !== 'numbers'));
  });

  it('keeps the first result and warns if a number is lost again', async () => {
    const engine = scripted({ answer: text => (text.includes('15') ? 'ES SIND ZWANZIG.' : 'NICHTS') });
    const { segments } = await german(engine, 'There are 15.');
    assert.equal(segments[0].written, 'ES SIND ZWANZIG.');
    assert.deepEqual(segments[0].warnings, [{ kind: 'numbers', numbers: ['15'] }]);
  });

  it('runs a sentence once for a model without placeholders', async () => {
    const engine = scripted({ answer: () => 'ES SIND ZWANZIG.' });
    const { segments } = await german(engine, 'There are 15.', []);
    assert.equal(engine.requests.length, 1);
    assert.deepEqual(segments[0].warnings, [{ kind: 'numbers', numbers: ['15'] }]);
  });
});
