// Abbreviations: whether a full stop belongs to the word before it, so that the sentence continues.
//
// The sets of all languages are used for every language: texts are mixed, and two sentences joined by mistake are still
// translated well, while a sentence that is cut in two at "Dr." is not.

/** Abbreviations that never end a sentence. Spaces inside are left out: "z. B." is "z.b.". */
const ALWAYS = words(`
  mr. mrs. ms. dr. prof. rev. hon. gov. capt. lt. sgt. messrs. e.g. i.e. vs. cf. viz. approx. resp.
  hr. fr. frl. dipl. z.b. d.h. u.a. o.ä. i.d.r. z.t. bzw. vgl. ca. sog. ggf. evtl. inkl. zzgl. abzgl. insb. bspw.
  o.g. u.u. i.a. i.v. m.e. z.zt. v.a. fa. fam. jew. ggü. einschl. ausschl. zw. entspr.
  mme. mlle. mgr. p.ex. c.-à-d. c.à.d. env. av. apr.j.-c. av.j.-c.
  sr. sra. srta. sres. sras. dra. dres. dª. ud. uds. vd. vds. p.ej. ee.uu. aprox. avda. excmo. excma.`);

/** Abbreviations that stand before a number: "No. 5" continues, "No. I will not." does not. */
const BEFORE_NUMBER = words(`
  no. nos. nr. n°. num. núm. fig. figs. eq. eqs. art. sec. sect. ch. chap. cap. vol. p. pp. pg. pág. págs. abb. tab.
  kap. bd. abs. s. § para. par. ver. v. rev. ca. c. jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. okt. nov. dec. dez.
  max. min. mind. máx. mín. mini. maxi. tel. tél. fax. bsp. anm. str. ziff. ref. réf. annexe. apdo. ej. ex. al. env. ap.`);

/** Abbreviations that stand inside names as well as at the end of a sentence: the next word decides. */
const OFTEN = words(
  `inc. ltd. co. corp. jr. st. ste. bros. gmbh. al. gen. col. mt. ft. dept. univ. ed. eds. trans. ph.d.
  mio. mrd. tsd. med. jur. phil. nat. habil.`,
);

/** Words that begin sentences and rarely follow an initial or "Inc." within one. */
const STARTERS = words(`
  the this that these those it its he she they we you i but and or so then when if while there however in on at for
  after before what why how a an my our his her their as not no yes
  der die das ein eine es er sie wir ich ihr dann aber und oder wenn als doch dies diese dieser dieses im am bei nach
  danach dabei damit dort hier jetzt nun heute man alle auch seit mit von für aus auf über unter durch ob weil da wer wie wo
  warum bitte siehe kein keine jeder jede
  il elle ils elles nous vous on un une mais et ce cette ces puis dans pour quand cela si votre
  él ella ellos nosotros una pero y esto esta este estos cuando para en si su sus también luego`);

/** Abbreviated plurals in Spanish and French have the capital twice: "EE. UU.", "MM. Martin et Petit". */
const PLURAL = /^(\p{Lu})\1\.$/u;

/** The name of a German street that ends in the abbreviation of "Straße": "Hauptstr. 5". */
const STREET = /^\p{L}+str\.$/u;

/** Languages in which "3." is an ordinal number: "am 3. Oktober". */
const ORDINAL_DOT = words('bs cs da de et fi fo gsw hr hu is lb lv nb nn no pl sk sl sr tr');

/**
 * Whether a sentence continues after `left`, which ends in a full stop and is followed by a space and `right`. A few
 * words of each are enough.
 */
export function endsInAbbreviation(left: string, right: string, language: string): boolean {
  const tokens = left.split(/\s+/).slice(-3);
  const token = bare(tokens.at(-1) ?? '');
  if (!token.endsWith('.')) return false;
  for (let count = 1; count <= tokens.length; count++) {
    if (ALWAYS.has(bare(tokens.slice(-count).join('')).toLowerCase())) return true;
  }
  const key = token.toLowerCase();
  if (PLURAL.test(token) && /^\p{Lu}/u.test(right)) return true;
  if ((BEFORE_NUMBER.has(key) || STREET.test(key)) && /^#?(?:\d|[IVXLC]+(?!\p{L}))/u.test(right)) return true;
  // Abbreviations with spaces inside, "z. B." and "i. d. R.".
  if (/^\p{Ll}\.$/u.test(token) && /^\p{L}{1,2}\./u.test(right)) return true;
  if (STARTERS.has((/^[\p{L}\p{M}]+(?![.\p{L}\p{M}])/u.exec(right)?.[0] ?? '').toLowerCase())) return false;
  if (OFTEN.has(key)) return true;
  if (isInitials(token, tokens.at(-2) ?? '')) return true;
  return /^\d{1,2}\.$/.test(token) && ORDINAL_DOT.has(language.split('-', 1)[0] ?? '') && /^\p{Lu}/u.test(right);
}

/** "J.", "J.R.R.", "J.-P."; but "so do I." is a sentence. */
function isInitials(token: string, before: string): boolean {
  if (token === 'I.' && /^\p{Ll}/u.test(before)) return false;
  return /^(?:\p{Lu}\.-?){1,5}$/u.test(token);
}

/** A word without the brackets and quotation marks that open before it. */
function bare(token: string): string {
  return token.replace(/^[\p{Ps}\p{Pi}"'¿¡]+/u, '');
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}
