// Language names: the languages of documents as the extensions that add them call them.
import * as vscode from 'vscode';

/** The name of a language as the extension that adds it declares it: TypeScript for `typescript`. */
export function nameOfLanguage(id: string): string {
  for (const { packageJSON } of vscode.extensions.all) {
    const { contributes } = packageJSON as { contributes?: { languages?: readonly Declared[] } };
    const declared = contributes?.languages?.find(
      language => language.id === id && language.aliases?.[0] !== undefined,
    );
    if (declared?.aliases?.[0] !== undefined) return declared.aliases[0];
  }
  return id;
}

interface Declared {
  readonly id?: string;
  readonly aliases?: readonly string[];
}
