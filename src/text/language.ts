// Language: a guess in which language a text is written, by its script and its function words.
import { covered } from './covered';
import { inlineSpans } from './inline/inlineSpans';
import { segment } from './segment';

/** How much of a text is read, in UTF-16 units: the first paragraphs tell its language. */
const MOST_READ = 4000;

/**
 * The language of a text, such as `de`; undefined if it cannot be told. Code, addresses and lines that are no prose are not
 * read. Languages in Latin letters are told apart by their words (`FUNCTION_WORDS`), others by their letters (`SCRIPTS`).
 */
export function guessLanguage(text: string): string | undefined {
  const prose = proseOf(text.slice(0, MOST_READ));
  const words = wordsOf(prose);
  const letters = words.join('').replaceAll(COVER, '');
  const script = SCRIPTS.find(({ letter }) => count(letters, letter) * 2 > letters.length);
  if (script !== undefined) return script.languageOf(letters);
  return count(letters, /\p{Script=Latin}/gu) * 2 > letters.length ? languageOfWords(words, prose) : undefined;
}

/** Stands in place of code, addresses and entities. It is a letter, so that `est&aacute;n` stays one word. */
const COVER = '\u02d1';

/** BCP 47's tag for a text without a language. For such a text `segment` leaves out no sentence for its script. */
const NO_LANGUAGE = 'zxx';

/** The sentences of a text in any script, with code, addresses and the like in them covered. */
function proseOf(text: string): string {
  return segment(text, { language: NO_LANGUAGE, symbolsInside: true })
    .flatMap(piece => (piece.kind === 'prose' ? [covered(piece.text, inlineSpans(piece.text), COVER)] : []))
    .join('\n');
}

/** The words in small letters. A part that an apostrophe separates is a word, with its apostrophe: “l'”, “'s”. */
function wordsOf(text: string): string[] {
  return text.normalize('NFC').toLowerCase().replaceAll('’', "'").match(WORD) ?? [];
}

const ENDING = "'(?:s|t|re|ve|ll|m|d)(?!\\p{L})";
const WORD = new RegExp(`${ENDING}|\\p{L}[\\p{L}\\p{M}]*(?:(?!${ENDING})'(?=\\p{L}))?`, 'gu');

function count(text: string, letter: RegExp): number {
  return text.match(letter)?.length ?? 0;
}

interface Script {
  readonly letter: RegExp;
  /** The language of a text whose letters are mostly of the script. */
  readonly languageOf: (letters: string) => string;
}

/** A script of one language, or of several that are told apart by letters that only one of them has. */
function scriptOf(letter: RegExp, language: string, others: readonly (readonly [RegExp, string])[] = []): Script {
  return { letter, languageOf: letters => others.find(([own]) => own.test(letters))?.[1] ?? language };
}

const SCRIPTS: readonly Script[] = [
  // Japanese has syllables between its Chinese characters; Korean and Chinese have none.
  scriptOf(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/gu, 'zh', [
    [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'ja'],
  ]),
  scriptOf(/\p{Script=Hangul}/gu, 'ko'),
  scriptOf(/\p{Script=Cyrillic}/gu, 'ru', [
    [/[іїєґ]/u, 'uk'],
    [/[ђћџљњј]/u, 'sr'],
  ]),
  scriptOf(/\p{Script=Arabic}/gu, 'ar', [
    [/[ٹڈڑےں]/u, 'ur'],
    [/[پچژگ]/u, 'fa'],
  ]),
  scriptOf(/\p{Script=Greek}/gu, 'el'),
  scriptOf(/\p{Script=Hebrew}/gu, 'he'),
  scriptOf(/\p{Script=Thai}/gu, 'th'),
  scriptOf(/\p{Script=Devanagari}/gu, 'hi'),
];

function listed(words: string): readonly string[] {
  return words.split(' ');
}

/**
 * Frequent words of each language that carry no topic: articles, pronouns, prepositions, conjunctions, auxiliary verbs.
 */
const FUNCTION_WORDS: Readonly<Record<string, readonly string[]>> = {
  en: listed(
    "the of and to in a is are was were be been being this that these those it its with for from by at on as not no you your we our they he she his her their have has had will would can could should do does did if or but which what when where who how all any i my me an into than then there here just only about after before up out over so now more some such am per 's 't 're 've 'll 'm 'd",
  ),
  de: listed(
    'der die das den dem des und in ist sind war waren wird werden wurde wurden nicht ein eine einen einem einer eines mit für von zu zum zur auf an am um im ins aus bei nach über durch unter zwischen gegen ohne sich sie es er du ich wir ihr ihre mich mir dich dir uns auch als wie was so oder aber wenn dass kann können muss hat haben habe sein keine kein nur noch alle diese dieser dieses bitte mein',
  ),
  fr: listed(
    "le la les l' un une des du de d' et est sont était être dans pour sur avec par pas ne n' que qu' qui ce c' cette ces cet il elle on ils elles nous vous me m' te t' je j' se s' son sa ses mon votre vos leur leurs à au aux en y plus très ou où mais si comme ont a ai as été fait peut tout même sans sous entre vers donc",
  ),
  es: listed(
    'el la los las un una unos unas a de del y es son era fue ser en estar está están con por para que no se su sus lo le al como más mas pero si o ni este esta estos estas ese esa eso hay puede puedes ha han yo tu te me mi nos cuando donde dónde qué cómo desde sobre sin entre porque también muy todo todos usted ya cada tiene',
  ),
  it: listed(
    "il lo la i gli le l' un uno una di d' del della dei delle dello dell' degli e è sono era essere in nel nella nei nelle con per su sul sulla da dal dalla che non no si ma o se come più questo questa questi queste quello anche ha hanno può ho mi ci c' ti al alla ai alle all' a tu dove mio mia cosa molto",
  ),
  pt: listed(
    'o a os as um uma uns umas de do da dos das e é são era foi ser estar está em no na nos nas com por para pelo pela que não se seu sua seus suas ao à às mais mas ou como este esta isto esse essa isso ele ela eles você eu me te há pode tem muito também quando já foram sem sobre todos onde meu minha',
  ),
  nl: listed(
    'de het een en van is zijn was werd worden wordt niet met voor op aan in te dat die deze dit er ze zij hij ik we wij je jij u uw naar bij om ook als maar of door over uit kan kunnen moet heeft hebben geen nog wel wat waar hoe dan tot zich mijn',
  ),
  // These are here so that their texts are not taken for those of the languages above.
  sv: listed(
    'och att det är som en ett på i för med av till den inte har de om jag vi var från kan ska när eller men så din',
  ),
  da: listed(
    'og at det er som en et på i for med af til den ikke har de om jeg vi var fra kan skal når eller men så din',
  ),
  pl: listed('i w na z się nie jest do to że jak o za od po przez dla są był być ale lub czy który tego jego oraz'),
  ro: listed('și în de la cu pe nu este sunt că din un o pentru care mai au fost sau dacă prin după acest această'),
  tr: listed('ve bir bu da de için ile olarak çok daha gibi olan değil ne var kadar sonra ama veya her ise'),
  id: listed('yang dan di ini itu dengan untuk dari pada adalah tidak akan dalam ke juga atau saya kami anda oleh'),
};

/** The languages that have each function word. */
const LANGUAGES_OF = new Map<string, string[]>();
for (const [language, words] of Object.entries(FUNCTION_WORDS)) {
  for (const word of new Set(words)) LANGUAGES_OF.set(word, [...(LANGUAGES_OF.get(word) ?? []), language]);
}

/** The least score of the likeliest language. A function word adds 1 if one language has it, 1/2 to each if two have it. */
const LEAST_SCORE = 1;
/** The least score for each word of the text. About a third of the words of running text are function words. */
const LEAST_SCORE_PER_WORD = 0.12;
/** How many times as high as the next score the score of the likeliest language must be. */
const LEAST_LEAD = 1.35;

/** Characters that only one of the languages has. In a text they add 1 to the score of that language. */
const OWN_CHARACTERS: readonly (readonly [RegExp, string])[] = [
  [/[ñ¿¡]/iu, 'es'],
  [/ß/u, 'de'],
  [/œ/iu, 'fr'],
  [/[ãõ]/iu, 'pt'],
];

function languageOfWords(words: readonly string[], prose: string): string | undefined {
  const scores = new Map<string, number>(OWN_CHARACTERS.flatMap(([own, of]) => (own.test(prose) ? [[of, 1]] : [])));
  for (const word of words) {
    const languages = LANGUAGES_OF.get(word) ?? [];
    for (const language of languages) scores.set(language, (scores.get(language) ?? 0) + 1 / languages.length);
  }
  const [first, second] = [...scores].sort(([, left], [, right]) => right - left);
  if (first === undefined || first[1] < Math.max(LEAST_SCORE, LEAST_SCORE_PER_WORD * words.length)) return undefined;
  return first[1] >= LEAST_LEAD * (second?.[1] ?? 0) ? first[0] : undefined;
}
