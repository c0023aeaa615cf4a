// Format: writes weights, probabilities, logarithms, sizes and tokens in the reader's language. Probabilities are
// rounded neither to 0 nor to 1, and weights not to 0, which would mean something else.

/** A probability as a percentage of three significant digits. Only 1 becomes 100 %, and only 0 becomes 0 %. */
export function probabilityText(probability: number, language: string): string {
  if (probability === 0 || probability === 1)
    return new Intl.NumberFormat(language, { style: 'percent' }).format(probability);
  const digits = { minimumSignificantDigits: 3, maximumSignificantDigits: 3 };
  const format = new Intl.NumberFormat(language, { style: 'percent', ...digits });
  const short = new Intl.NumberFormat(language, { style: 'percent', maximumSignificantDigits: 3 });
  if (probability > 0 && probability < LEAST) return `<\u2009${short.format(LEAST)}`;
  if (probability < 1 && probability > MOST) return `>\u2009${short.format(0.999)}`;
  return format.format(probability);
}

/** A probability below this is written as “< 0.01 %”. */
const LEAST = 0.0001;
/** Probabilities above this would be rounded to 100 %. */
const MOST = 0.9994;

/** A number with a fixed number of decimals and a typographic minus sign (U+2212). Infinities are written as ∞. */
export function decimal(value: number, language: string, digits = 2): string {
  const format = new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  // A number that is rounded to 0 has no sign.
  const written = format.format(Math.abs(value) < 0.5 * 10 ** -digits ? 0 : Math.abs(value));
  return value < 0 && Math.abs(value) >= 0.5 * 10 ** -digits ? `\u2212${written}` : written;
}

/** A number without decimals. */
export function whole(value: number, language: string): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 0 }).format(value);
}

/** “1.4 × 10⁻⁷” for a positive number, “0” for 0. */
export function powerText(value: number, language: string): string {
  if (!(value > 0)) return whole(0, language);
  // `toExponential` rounds before mantissa and exponent are separated, so that 9.97 becomes 1.0 of the next power.
  const [mantissa, exponent] = value.toExponential(1).split('e').map(Number);
  const digits = [...String(Math.abs(exponent))].map(digit => RAISED[Number(digit)]).join('');
  return `${decimal(mantissa, language, 1)}\u00a0×\u00a010${exponent < 0 ? '⁻' : ''}${digits}`;
}

const RAISED = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/** A size in decimal units (1 kB = 1000 bytes). */
export function bytesText(bytes: number, language: string): string {
  const [unit, size] = UNITS.find(([, least]) => bytes >= least) ?? ['byte', 1];
  const options = { style: 'unit', unit, unitDisplay: unit === 'byte' ? 'long' : 'short', maximumSignificantDigits: 3 };
  return new Intl.NumberFormat(language, options as Intl.NumberFormatOptions).format(bytes / size);
}

const UNITS: readonly (readonly [string, number])[] = [
  ['gigabyte', 1e9],
  ['megabyte', 1e6],
  ['kilobyte', 1e3],
];

/** “0.41”; a weight above 0 that would be rounded to 0 is “<0.01”. */
export function weightText(weight: number, language: string): string {
  const format = formatOf(language);
  return weight > 0 && weight < 0.005 ? `<${format.format(0.01)}` : format.format(weight);
}

/** “.41”, to be written below a word; empty for a weight that would be rounded to 0. */
export function shortWeight(weight: number, language: string): string {
  return weight < 0.005 ? '' : weightText(weight, language).replace(/^0(?=\D)/, '');
}

/** Cached by language, because constructing a NumberFormat takes longer than using it a hundred times. */
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(language: string): Intl.NumberFormat {
  const known = formats.get(language);
  const format = known ?? new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  if (known === undefined) formats.set(language, format);
  return format;
}

/** A token without white space at its ends. If it consists of white space, each space becomes ␣. */
export function tokenText(text: string): string {
  return text.trim() || text.replace(/\s/gu, '␣') || '␣';
}
