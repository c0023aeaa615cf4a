import assert from 'node:assert/strict';
import { warningsOfSummary, warningsOfTranslation } from '../../../../src/tasks/run/warnings';

function numbers(to: string, source: string, result: string): readonly string[] {
  return warningsOfTranslation(source, result, { from: 'en', to }).flatMap(warning =>
    warning.kind === 'numbers' ? warning.numbers : [],
  );
}

function kinds(to: string, source: string, result: string, from = 'en'): string[] {
  return warningsOfTranslation(source, result, { from, to }).map(({ kind }) => kind);
}

/** The language of a translation, the sentence, the translation, the numbers that it lacks. */
const lost: readonly (readonly [to: string, source: string, result: string, lost: readonly string[]])[] = [
  ['de', 'There were 244890 people and 16765 students.', 'Es gab 244890 Menschen und 1665 Studenten.', ['16765']],
  ['de', 'It costs 5 or 7 dollars.', 'Es kostet Dollar.', ['5', '7']],
  ['de', 'Over 50 books', 'Über 500 Bücher', ['50']],
  ['de', 'It is 3.5 times as fast.', 'Es ist 35-mal so schnell.', ['3.5']],
  ['de', 'It is 3.5 times as fast as 1,000 others.', 'Es ist 3,5-mal so schnell wie 1.000 andere.', []],
  ['de', 'See 1,234.50 and 1,234,567', 'Siehe 1.234,50 und 1 234 567', []],
  ['de', 'We waited for 3 hours and 12 minutes.', 'Wir warteten drei Stunden und zwölf Minuten.', []],
  ['de', 'He is the 1st of 2.', 'Er ist der erste von beiden.', []],
  ['de', 'We meet at 5 pm.', 'Wir treffen uns um 17 Uhr.', []],
  ['de', 'On 07/05/2024', 'Am 5.7.2024', []],
  ['de', 'Chapter 13', 'Kapitel dreizehn', ['13']],
  ['fr', 'In the 21st century, 10,000 people', 'Au XXIe siècle, 10 000 personnes', []],
  ['fr', 'He has 6 of the 2.5 l.', 'Il en a six des 2,5 l.', []],
  ['fr', 'He has 6 of the 2.5 l.', 'Il en a des 25 l.', ['6', '2.5']],
  ['es', 'In the 1980s, 1 of 9', 'En los años 80, uno de nueve', []],
  ['es', 'It has 1.5 billion users.', 'Tiene 1.500 millones de usuarios.', []],
  ['es', 'It has 8 users.', 'Tiene usuarios.', ['8']],
  ['en', 'Es kostet 3.500,75 Euro bzw. 1,5 Mio. Franken.', 'It costs 3,500.75 euros or 1.5 million francs.', []],
  ['en', 'Um 14 Uhr oder 14.30 Uhr, in den 90er Jahren', 'At 2 pm or 2:30 pm, in the 1990s', []],
  ['en', 'Il arrive à 15 h 45 avec 100 000 livres.', 'He comes at 3:45 pm with 100,000 books.', []],
  ['en', 'Um 14 Uhr kamen 37,5 Prozent.', 'At 3 pm 375 percent came.', ['14', '37,5']],
  ['ru', 'It has 8 users and 15 rooms.', 'Восемь пользователей.', ['15']],
  ['ar', 'It has 15 rooms.', '١٥ غرفة', []],
  ['de', 'No digits here.', 'Keine 5.', []],
];

describe('the warning about numbers that a translation lacks', () => {
  for (const [to, source, result, expected] of lost) {
    it(`${source} → ${result}`, () => assert.deepEqual(numbers(to, source, result), expected));
  }
});

const repeated: readonly (readonly [source: string, result: string, phrase: string | undefined])[] = [
  ['I was there.', 'Ich war dort dort dort.', 'dort'],
  ['with this function', 'mit dieser Funktion mit dieser Funktion', 'mit dieser funktion'],
  ['She was born.', 'Elle est née de la mer, de la mer, de la mer.', 'de la mer'],
  ['enrolled', 'eingeschraschraschraschraschra', 'schra'],
  ['no no no no', 'nein nein nein nein', undefined],
  ['ha ha ha', 'ja ja ja ja ja', 'ja'],
  ['Step by step, very slowly', 'Schritt für Schritt, sehr sehr langsam', undefined],
  ['default name, default is', 'nom par défaut ; par défaut, vaut', undefined],
  ['arrays of arrays', 'de tableaux de tableaux', undefined],
  ['Go on!!!!!!!! 0 0 0 0', 'Weiter!!!!!!!! 0 0 0 0', undefined],
  ['The file and the other one', 'Datei eins, Datei zwei, Datei drei, Datei vier, Datei fünf', 'datei'],
];

describe('the warning about a repetition in a result', () => {
  for (const [source, result, phrase] of repeated) {
    it(`${source} → ${result}`, () => {
      const expected = phrase === undefined ? [] : [{ kind: 'repetition', phrase }];
      assert.deepEqual(warningsOfSummary(source, result), expected);
    });
  }

  it('is found in a long result too, because the search takes linear time', () => {
    assert.equal(warningsOfSummary('a', 'ab '.repeat(50_000)).length, 1);
    assert.equal(warningsOfSummary('a', 'abcdefghij'.repeat(20_000)).length, 1);
  });
});

const unchanged: readonly (readonly [to: string, source: string, result: string, kinds: readonly string[]])[] = [
  ['de', 'She was invited to talks about the sea.', 'She was invited to talks about the sea.', ['untranslated']],
  ['fr', 'She was invited to talks about the sea.', 'She was invited à talks about la sea.', ['untranslated']],
  ['es', 'WARNING: THE FILE IS NOT SAVED', 'ADVERTENCIA: THE FILE IS NOT SAVED', ['untranslated']],
  ['de', 'No Action - View The Answer', 'No Action - View The Answer', ['untranslated']],
  ['de', 'Barack Obama, Angela Merkel, Emmanuel Macron', 'Barack Obama, Angela Merkel, Emmanuel Macron', []],
  ['de', 'Name and position', 'Name und Position', []],
  ['fr', 'The table has information on the restaurant.', 'La table a des informations sur le restaurant.', []],
  ['de', 'Run `the code of this very file` now', '`the code of this very file` ausführen', []],
  ['en', 'The file is not saved.', 'The file is not saved.', []],
  ['de', 'The file that you opened yesterday evening is not saved on this computer.', 'Nein.', ['short']],
  ['de', 'It is not so.', 'Nein.', []],
  [
    'zh',
    'The file that you opened yesterday evening is not saved on this computer.',
    '你昨晚打开的文件没有保存在这台电脑上。',
    [],
  ],
];

describe('the warnings about a result that is untranslated or too short', () => {
  for (const [to, source, result, expected] of unchanged) {
    it(`${source} → ${result}`, () => assert.deepEqual(kinds(to, source, result), expected));
  }

  it('are not given between regions of one language, where a sentence may stay the same', () => {
    assert.deepEqual(
      kinds('en-GB', 'The color of the sea is not blue.', 'The color of the sea is not blue.', 'en-US'),
      [],
    );
  });
});

describe('a summary', () => {
  it('may leave out numbers and most of the text', () => {
    const source = 'In 2024 there were 15 of them, and they went home in the evening of the second day.';
    assert.deepEqual(warningsOfSummary(source, 'They went home'), []);
  });
});
