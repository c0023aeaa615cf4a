import assert from 'node:assert/strict';
import { endsSpaceless, joinedTo, joinsSentences, startsSpaceless } from '../../../../src/text/sentences/spaceless';

describe('scripts without spaces', () => {
  it('are recognized by the first and the last characters of a text', () => {
    for (const text of ['日本', 'カー', '你好。', 'ไทยนี้', 'မြန်မာ', '全角！', '𠮷']) {
      assert.ok(endsSpaceless(text) && startsSpaceless(text), text);
    }
    for (const text of ['word', '한국어', 'نص', 'מילה', 'a.', '12', '']) {
      assert.ok(!endsSpaceless(text) && !startsSpaceless(text), text);
    }
  });

  it('have no space between sentences in Chinese and Japanese alone', () => {
    for (const language of ['ja', 'zh', 'zh-TW', 'yue', 'ja-Latn']) {
      assert.equal(joinsSentences(language), !language.endsWith('Latn'), language);
    }
    for (const language of ['th', 'ko', 'km', 'ar', 'de', 'und', 'no tag'])
      assert.ok(!joinsSentences(language), language);
  });
});

describe('joinedTo', () => {
  // Of a text and the text after it: each with its result, and the first result as it can stand before the second one.
  const cases: readonly (readonly [
    text: string,
    result: string,
    nextText: string,
    nextResult: string,
    joined: string,
  ])[] = [
    ['one, ', '一、 ', 'two', '二', '一、'],
    ['one, ', 'หนึ่ง ', 'two', 'สอง', 'หนึ่ง'],
    ['one, ', 'eins, ', 'two', 'zwei', 'eins, '],
    ['one, ', '一 ', '`two`', '`two`', '一 '],
    ['一、', 'one,', '二', 'two', 'one, '],
    ['运行', 'run', '`npm`', '`npm`', 'run '],
    ['`npm`', '`npm`', '命令', 'now', '`npm` '],
    ['一', 'one', '。', '.', 'one'],
    ['一', 'واحد', '二', 'اثنان', 'واحد '],
    ['甲 ', '甲 ', '乙', '乙', '甲 '],
    ['con', 'Con', 'cat', 'cat', 'Con'],
  ];
  for (const [text, result, nextText, nextResult, joined] of cases) {
    it(`gives "${joined}" before "${nextResult}", for "${text}" before "${nextText}"`, () => {
      assert.equal(joinedTo({ text, result }, { text: nextText, result: nextResult }), joined);
    });
  }
});
