// Script: whether a text is written in the script of a language.

/** Whether more than half of a text's letters belong to another script. */
export type IsForeign = (text: string) => boolean;

/** The test for texts in a language (a BCP 47 tag). If the table lacks the language's script, no text is foreign. */
export function foreignTo(language: string): IsForeign {
  const names = SCRIPTS[scriptOf(language) ?? ''];
  if (names === undefined) return () => false;
  const others = ['Zyyy', 'Zinh', ...names].map(name => `\\p{scx=${name}}`).join('');
  // Letters that all scripts share, such as ª and the mathematical alphabets, count as the language's own.
  const foreign = new RegExp(`(?![${others}])\\p{L}`, 'u');
  const allForeign = new RegExp(foreign, 'gu');
  return text => {
    // Nearly every sentence has no foreign letter at all, and then this first search decides.
    if (!foreign.test(text)) return false;
    return count(text, allForeign) * 2 > count(text, /\p{L}/gu);
  };
}

/**
 * The scripts that an ISO 15924 code stands for, by the names that regular expressions know. A code that is not listed
 * is never put into a regular expression.
 */
const SCRIPTS: Readonly<Record<string, readonly string[] | undefined>> = {
  Arab: ['Arab'],
  Armn: ['Armn'],
  Beng: ['Beng'],
  Cyrl: ['Cyrl'],
  Deva: ['Deva'],
  Ethi: ['Ethi'],
  Geor: ['Geor'],
  Grek: ['Grek'],
  Gujr: ['Gujr'],
  Guru: ['Guru'],
  Hans: ['Hani', 'Bopo'],
  Hant: ['Hani', 'Bopo'],
  Hani: ['Hani', 'Bopo'],
  Hebr: ['Hebr'],
  Jpan: ['Hani', 'Hira', 'Kana'],
  Khmr: ['Khmr'],
  Knda: ['Knda'],
  Kore: ['Hang', 'Hani'],
  Laoo: ['Laoo'],
  Latn: ['Latn'],
  Mlym: ['Mlym'],
  Mymr: ['Mymr'],
  Orya: ['Orya'],
  Sinh: ['Sinh'],
  Taml: ['Taml'],
  Telu: ['Telu'],
  Thai: ['Thai'],
};

function scriptOf(language: string): string | undefined {
  try {
    return new Intl.Locale(language).maximize().script;
  } catch {
    return undefined;
  }
}

function count(text: string, letters: RegExp): number {
  return text.match(letters)?.length ?? 0;
}
