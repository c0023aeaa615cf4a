import assert from 'node:assert/strict';
import fc from 'fast-check';
import { splitClauses, splitSentences } from '../../../../src/text/sentences/sentences';
import { anyLanguage, anyText } from '../texts';

/** Texts with bars between their sentences, and what the case is about; a space belongs to the sentence before it. */
const cases: readonly (readonly [language: string, parted: string, why: string])[] = [
  ['en', 'One. |Two! |Three?', 'periods, exclamation and question marks'],
  ['en', 'Use a tool, e.g. Python, i.e. Ruby etc. and so on. |Next.', 'abbreviations'],
  ['en', 'Dr. Smith met Mr. and Mrs. Jones vs. Prof. Moriarty. |They left.', 'titles'],
  ['en', 'See No. 5 and Fig. 3 on pp. 4. |No. |It was not.', 'abbreviations before a number, and No. as an answer'],
  ['en', 'J. R. R. Tolkien and J.-P. Sartre met George W. Bush.', 'initials'],
  ['en', 'We chose plan B. |Then we took vitamin D. |So do I. |It is 5 mm. |Fine.', 'capitals that are no initials'],
  ['en', 'He works at Apple Inc. California is far. ', 'Inc. inside a sentence'],
  ['en', 'He works at Apple Inc. |The rest does not.', 'Inc. at the end of a sentence'],
  ['en', 'He lives in the U.S. |They do not. |The U.S. Army does.', 'U.S. at the end of a sentence and inside it'],
  ['en', 'Update to v1.2. x and node.js now. |Then go.', 'versions and file names'],
  ['en', 'Open https://example.org/?q=Ab now. |Why?No idea.', 'no sentence ends where no space follows'],
  ['en', '"Stop!" he said. |"Why?" she asked.', 'a sentence that goes on after a quotation'],
  ['en', 'Wait... what? |Well… maybe.', 'ellipses'],
  ['en', '(It is so.) |Next (e.g. Monday) too.', 'brackets'],
  ['de', 'Das ist z. B. Haus Nr. 5, d. h. Das Haus. |Ende.', 'spaced abbreviations'],
  ['de', 'Er kam am 3. Oktober bzw. Montag, i. d. R. Dienstag usw. |Dann ging er.', 'ordinals'],
  ['de', 'Vgl. Abb. 3 und Kap. IV. |Gut.', 'references'],
  ['fr', 'M. Dupont et Mme. Durand, p. ex. Jean. |Ils dorment.', 'titles'],
  ['es', 'El Sr. García y la Sra. López. |¿Qué? |¡No!', 'forms of address'],
  ['de', 'Max. 5 Zeichen, Tel. 030 12 in der Hauptstr. 5. |Danach Abb. 3.', 'abbreviations before numbers'],
  [
    'de',
    'Der o. g. Wert der Fa. Meier, rund 5 Mio. Euro. |Das sind 3 Mrd. |Die Fa. zahlt.',
    'abbreviations before nouns',
  ],
  ['de', 'Hr. Dr. med. Schmidt kam im 19. Jahrhundert. |Es waren 25. |Danach keiner.', 'titles and ordinals'],
  ['de', 'Er rief: »Komm!« |Dann ging er. |»Nein!« sagte sie.', 'quotations that open with »'],
  ['fr', 'Il dit : « Viens ! » |Puis il part. |« Où vas-tu ? » demanda-t-elle. |Fin.', 'a space before »'],
  ['fr', 'Il dit : «\u00a0Viens\u00a0!\u00a0» |Puis il part.', 'a space before » that does not break'],
  ['fr', '« Viens ! »\n|Puis « Va ! »', '» at the end of a line and of the text'],
  ['fr', 'MM. Martin et Petit, tél. 01 23, réf. 12. |Fin.', 'plurals, and abbreviations before numbers'],
  [
    'es',
    'Los EE. UU. de hoy, máx. 5. |Las FF. AA. llegan. |Tel. 91 12. |Fin.',
    'plurals, and abbreviations before numbers',
  ],
  ['zh', '你好。|世界！|好', 'a script without spaces'],
  ['en', 'One.\n|two', 'a line end ends a sentence'],
];

describe('splitSentences', () => {
  for (const [language, parted, why] of cases) {
    it(`${language}: ${why}`, () => {
      assert.deepEqual(splitSentences(parted.replaceAll('|', ''), language), parted.split('|'));
    });
  }

  it('gives sentences that, joined, are the text again, and no empty ones', () => {
    fc.assert(
      fc.property(anyText, anyLanguage, (text, language) => {
        const sentences = splitSentences(text, language);
        assert.equal(sentences.join(''), text);
        assert.ok(!sentences.includes(''));
      }),
      { numRuns: 300 },
    );
  });

  it('divides a text of several windows of the segmenter as it divides a short one', () => {
    const unit = ['This is one, e.g. a short one. ', 'Here is another! ', `${'Long '.repeat(700)}one. `];
    const many = Array.from({ length: 20 }, () => unit).flat();
    assert.deepEqual(splitSentences(many.join(''), 'en'), many);
  });
});

describe('splitClauses', () => {
  it('cuts at the end of a clause if there is one, else between words', () => {
    const table: readonly (readonly [parts: number, parted: string])[] = [
      [1, 'Nothing to cut, really'],
      [2, 'The first half is done; |the second half, however, is not'],
      [2, 'We waited for the train, |which came an hour later'],
      [2, 'The engine reads the whole sentence |because it has to know its end'],
      [3, 'one two |three four |five six'],
      [2, '我们等了很久的火车，|它晚了一个小时'],
      [5, 'word'],
      [3, 'two |words'],
    ];
    for (const [parts, parted] of table) {
      assert.deepEqual(splitClauses(parted.replaceAll('|', ''), parts), parted.split('|'));
    }
  });

  it('keeps all characters, cuts no word and no grapheme, and gives as many parts as asked for, or as there are words', () => {
    const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 9 }), (text, parts) => {
        const clauses = splitClauses(text, parts);
        assert.equal(clauses.join(''), text);
        assert.ok(clauses.length <= parts);
        const starts = new Set([...graphemes.segment(text)].map(({ index }) => index));
        let at = 0;
        for (const clause of clauses.slice(0, -1)) {
          at += clause.length;
          assert.ok(starts.has(at), `a grapheme is cut at ${at}`);
        }
      }),
      { numRuns: 300 },
    );
    const words = fc.array(fc.stringMatching(/^[a-zß,;]{1,9}$/), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 9 }), (list, parts) => {
        const clauses = splitClauses(list.join(' '), parts);
        assert.equal(clauses.length, Math.min(parts, list.length));
        assert.deepEqual(
          clauses.flatMap(clause => clause.trim().split(' ')),
          list,
        );
      }),
    );
  });

  it('makes clauses of about equal length', () => {
    const clauses = splitClauses('word '.repeat(400).trim(), 8);
    assert.equal(clauses.length, 8);
    for (const clause of clauses) assert.ok(clause.length > 200 && clause.length < 300, String(clause.length));
  });
});
