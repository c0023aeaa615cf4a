// HTML: the document of a webview. Its body is empty: the script draws the page, and translates its own messages with
// `translations`. There is no inline script.

export interface PageParts {
  /** The nonce of the content security policy; new for each page. */
  readonly nonce: string;
  /** The source of the webview's own files for the policy (`webview.cspSource`). */
  readonly cspSource: string;
  readonly script: string;
  readonly style: string;
  readonly title: string;
  /** The language of the editor, a BCP 47 tag. */
  readonly language: string;
  /** Messages in that language, by the English message; empty for English (`vscode.l10n.bundle`). */
  readonly translations: Readonly<Record<string, string>>;
}

export function pageOf(parts: PageParts): string {
  const policy = `default-src 'none'; script-src 'nonce-${parts.nonce}'; style-src ${parts.cspSource}`;
  return `<!DOCTYPE html>
<html lang="${escaped(parts.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(parts.title)}</title>
<link rel="stylesheet" href="${escaped(parts.style)}">
<script nonce="${escaped(parts.nonce)}" src="${escaped(parts.script)}" defer></script>
</head>
<body data-translations="${escaped(JSON.stringify(parts.translations))}"></body>
</html>
`;
}

/** A nonce that cannot be guessed. */
export function newNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, character => ENTITIES[character] ?? '');
}
