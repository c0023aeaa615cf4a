// Escape: text from documents made safe inside other formats (XML, CSV, Markdown, JSON in HTML).

/** Text for the content or an attribute of XML or HTML. Characters that XML forbids become replacement characters. */
export function escapedMarkup(text: string): string {
  return storable(text).replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}

/**
 * A field of a CSV file, always in quotes. A text that a spreadsheet would take for a formula gets an apostrophe in front,
 * as OWASP advises. That includes full-width signs, which some programs read like the ASCII signs.
 */
export function csvField(text: string): string {
  const plain = storable(text);
  const isFormula = /^[\s\ufffd]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(plain);
  return `"${(isFormula ? `'${plain}` : plain).replaceAll('"', '""')}"`;
}

/**
 * A cell of a Markdown table. Characters that have a meaning in Markdown or its dialects (markup, links without brackets,
 * mentions, formulas) become character references, and line breaks become spaces.
 */
export function markdownCell(text: string): string {
  const flat = storable(text).replace(/\s+/gu, ' ');
  return flat
    .replace(/[\\`*_[\]<>|~&$:@#^]/g, character => `&#${character.charCodeAt(0)};`)
    .replace(/www\./gi, prefix => `${prefix.slice(0, 3)}&#46;`);
}

/** JSON for the inside of a script element: nothing in it ends the element or opens a comment. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The text with lone surrogates and control characters replaced, because XML forbids them even as references. */
function storable(text: string): string {
  return (
    text
      .toWellFormed()
      // eslint-disable-next-line no-control-regex -- control characters are what is replaced
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g, '\ufffd')
  );
}
