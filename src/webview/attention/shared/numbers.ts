// Numbers: weights as people read them.

/** "0.41"; what is not nothing, but would read so, is "<0.01". */
export function weightText(weight: number, language: string): string {
  const format = formatOf(language);
  return weight > 0 && weight < 0.005 ? `<${format.format(0.01)}` : format.format(weight);
}

/** ".41", for below a word; empty for what would read as nothing. */
export function shortWeight(weight: number, language: string): string {
  return weight < 0.005 ? '' : weightText(weight, language).replace(/^0(?=\D)/, '');
}

/** Making one takes longer than using it a hundred times. */
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(language: string): Intl.NumberFormat {
  const known = formats.get(language);
  const format = known ?? new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  if (known === undefined) formats.set(language, format);
  return format;
}
