// Escape: text from documents made safe inside other formats (XML, CSV, Markdown, JSON in HTML).

/** For the content and the attributes of XML and HTML alike. What XML cannot hold at all becomes a replacement character. */
export function escapedMarkup(text: string): string {
  return storable(text).replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}

/**
 * A field of a CSV file, always in quotes. What a spreadsheet would take for a formula gets an apostrophe in front, as
 * OWASP advises; so do the full-width signs, which some programs read alike.
 */
export function csvField(text: string): string {
  const plain = storable(text);
  const isFormula = /^[\s\ufffd]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(plain);
  return `"${(isFormula ? `'${plain}` : plain).replaceAll('"', '""')}"`;
}

/**
 * A cell of a Markdown table. What Markdown and its dialects may read (markup, links that need no brackets, mentions,
 * formulas) becomes a character reference, and line breaks spaces.
 */
export function markdownCell(text: string): string {
  const flat = storable(text).replace(/\s+/gu, ' ');
  return flat
    .replace(/[\\`*_[\]<>|~&$:@#^]/g, character => `&#${character.charCodeAt(0)};`)
    .replace(/www\./gi, prefix => `${prefix.slice(0, 3)}&#46;`);
}

/** JSON that may stand in a script element: nothing in it ends the element or opens a comment. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Lone surrogates and control characters replaced: no XML file may hold them, not even by reference. */
function storable(text: string): string {
  return (
    text
      .toWellFormed()
      // eslint-disable-next-line no-control-regex -- these are the ones that are meant
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g, '\ufffd')
  );
}
