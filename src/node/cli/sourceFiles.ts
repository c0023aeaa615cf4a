// Source files: recognizes source code by the names of files.
import { languageOfFile } from '../../formats/languages';

/** The name of a file's programming language; undefined for texts (HTML is one) and for unknown names. */
export function sourceLanguage(file: string): string | undefined {
  const language = languageOfFile(file);
  return language === undefined || language.isMarkup ? undefined : language.name;
}
