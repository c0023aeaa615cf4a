// Scripts: tests that texts which are written from right to left, or without spaces, stand in the page as their readers expect.
import assert from 'node:assert/strict';

const WORDS = {
  he: ['הכלב', 'רץ', 'אל', 'הבית', 'שלו'],
  ar: ['يجري', 'الكلب', 'إلى', 'بيته', 'الآن'],
  ja: ['犬', 'は', '家', 'へ', '走る'],
  th: ['สุนัข', 'วิ่ง', 'กลับ', 'บ้าน', 'แล้ว'],
};

/** The recorded run with words of a language as its result. */
function resultIn(language) {
  const [first] = structuredClone(pages.passages);
  const { target } = first.content;
  const space = language === 'he' || language === 'ar' ? ' ' : '';
  let [text, at] = ['', 0];
  for (const token of target.tokens.filter(({ special }) => !special)) {
    const word = WORDS[language][at++ % WORDS[language].length];
    if (text !== '') text += space;
    Object.assign(token, { text: word, start: text.length, end: text.length + word.length });
    text += word;
  }
  target.text = text;
  const [passage] = pages.shown.passages;
  const shown = {
    ...pages.shown,
    languages: { source: 'en', target: language },
    passages: [{ ...passage, target: text }],
  };
  return { passages: [first], shown };
}

describe('scripts', () => {
  for (const [language, direction] of [
    ['he', 'rtl'],
    ['ar', 'rtl'],
    ['ja', 'ltr'],
    ['th', 'ltr'],
  ]) {
    it(`are written ${direction} in ${language}, and their words are ${direction === 'rtl' ? '' : 'not '}isolated in sentences`, async () => {
      const settings = {
        view: 'text',
        passage: 0,
        kind: 'cross',
        layer: 0,
        heads: [1],
        unit: 'tokens',
        special: 'hidden',
      };
      const { page, problems } = await pages.open({ ...resultIn(language), settings });
      const [source, result] = ['.pane.key .text', '.pane.query .text'].map(pane => page.locator(pane));
      const styleOf = box => box.evaluate(one => [getComputedStyle(one).direction, one.lang]);
      assert.deepEqual(await styleOf(source), ['ltr', 'en']);
      assert.deepEqual(await styleOf(result), [direction, language]);
      const boxes = await result.locator('.word').evaluateAll(all => all.map(one => one.getBoundingClientRect().left));
      assert.equal(boxes[1] < boxes[0], direction === 'rtl');
      await result.locator('.word').first().click();
      await page.getByText('attends to').first().waitFor();
      const sentence = await page.getByText('attends to').first().textContent();
      const [word] = WORDS[language];
      assert.ok(sentence.includes(direction === 'rtl' ? `“\u2068${word}\u2069”` : `“${word}”`), sentence);
      assert.deepEqual(problems, []);
    });
  }
});
