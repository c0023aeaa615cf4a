// Translate: the messages of a page in the language of the editor.

/** Translates a message, which is English, is given as a literal, and may have placeholders {0}, {1} (see template.ts). */
export type Translate = (message: string) => string;

/** The function that translates with the table of messages that the extension has written into the page (views/page/html.ts). */
export function translateIn(page: HTMLElement): Translate {
  const translations = new Map(
    Object.entries(JSON.parse(page.dataset['translations'] ?? '{}') as Readonly<Record<string, string>>),
  );
  return message => translations.get(message) ?? message;
}
