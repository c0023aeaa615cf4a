// HTML page: a snapshot as one file that needs neither the extension nor a network. Its content security policy allows
// nothing but its own script and style.
import { escapedMarkup, scriptJson } from '../drawing/escape';
import type { Snapshot } from '../drawing/snapshot';
import { PAGE_SCRIPT, PAGE_STYLE } from './htmlPageParts';
import { type MatrixStyle, matrixFigure } from '../drawing/matrixFigure';
import type { Colors } from '../drawing/colors';
import type { AttentionToken } from '../record/record';
import { packed } from './json';
import { svgOf } from '../drawing/svg';

/** The messages of the page, in the reader's language. In two of them {0} and {1} stand for tokens and {2} for a weight. */
export interface HtmlWords {
  readonly head: string;
  readonly placeholders: string;
  readonly hint: string;
  /** "“{0}” attends to “{1}”, {2}" */
  readonly attendsTo: string;
  /** "“{0}” is attended to by “{1}”, {2}" */
  readonly isAttendedBy: string;
}

export interface HtmlOptions {
  readonly style: MatrixStyle;
  readonly words: HtmlWords;
  /** The reader's language, a BCP 47 tag. */
  readonly language: string;
}

export async function htmlPageOf(snapshot: Snapshot, { style, words, language }: HtmlOptions): Promise<string> {
  const css = `${variablesOf(style.colors)}\n${PAGE_STYLE}`;
  const [script, sheet] = await Promise.all([hashOf(PAGE_SCRIPT), hashOf(css)]);
  const policy = `default-src 'none'; script-src '${script}'; style-src '${sheet}'; base-uri 'none'; form-action 'none'`;
  const title = `${snapshot.title} · ${snapshot.caption}`;
  return `<!DOCTYPE html>
<html lang="${escapedMarkup(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapedMarkup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Attentive">
<title>${escapedMarkup(title)}</title>
<style>${css}</style>
</head>
<body>
<main>
<h1>${escapedMarkup(snapshot.title)}</h1>
<p>${escapedMarkup(snapshot.caption)} · ${escapedMarkup(snapshot.model)}</p>
<p class="quiet">${escapedMarkup(words.hint)}</p>
${headChoice(snapshot, words)}
<p id="readout" role="status"></p>
<div class="sides">
${tokensOf(snapshot, 'key')}
${tokensOf(snapshot, 'query')}
</div>
${placeholdersOf(snapshot, words)}
<figure>${svgOf(matrixFigure({ ...snapshot, placeholders: [] }, { ...style, isBare: true }))}</figure>
</main>
<script type="application/json" id="data">${scriptJson(dataOf(snapshot, words, language))}</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

function headChoice({ headNames }: Snapshot, words: HtmlWords): string {
  if (headNames.length < 2) return '';
  const options = headNames.map((name, at) => `<option value="${at}">${escapedMarkup(name)}</option>`);
  return `<p><label>${escapedMarkup(words.head)} <select id="head">${options.join('')}</select></label></p>`;
}

/**
 * The tokens of one axis as buttons, with a space between two if the text has one there, or if one of them is special.
 */
function tokensOf({ record, ...snapshot }: Snapshot, role: 'query' | 'key'): string {
  const tokens = role === 'query' ? record.targets : record.sources;
  const { language, name } = snapshot[role];
  const buttons = tokens.map(({ text, special }, at) => {
    const kind = special ? ' class="special"' : '';
    const shown = escapedMarkup(text.trim() || text);
    return `${gapBefore(tokens, at)}<button type="button"${kind} tabindex="${at === 0 ? 0 : -1}">${shown}</button>`;
  });
  const heading = `<h2 id="${role}-label">${escapedMarkup(name)}</h2>`;
  const names = `aria-labelledby="${role}-label" lang="${escapedMarkup(language)}" dir="auto"`;
  const group = `<div id="${role}" role="group" ${names}>`;
  return `<section>${heading}${group}${buttons.join('')}</div></section>`;
}

function gapBefore(tokens: readonly AttentionToken[], at: number): string {
  if (at === 0) return '';
  const [before, token] = [tokens[at - 1], tokens[at]];
  const isGap = before.special || token.special || token.start > before.end || /^\s/u.test(token.text);
  return isGap ? ' ' : '';
}

function placeholdersOf({ placeholders }: Snapshot, words: HtmlWords): string {
  if (placeholders.length === 0) return '';
  const items = placeholders.map(
    ({ sign, text }) => `<li>${escapedMarkup(sign)} <code>${escapedMarkup(text)}</code></li>`,
  );
  return `<ul class="placeholders" aria-label="${escapedMarkup(words.placeholders)}">${items.join('')}</ul>`;
}

function dataOf({ record }: Snapshot, { attendsTo, isAttendedBy }: HtmlWords, language: string): object {
  return {
    ...{ rows: record.targets.length, columns: record.sources.length, weights: packed(record.weights) },
    ...{ attendsTo, isAttendedBy, language },
  };
}

function variablesOf({ background, foreground, themeKind }: Colors): string {
  const dark = themeKind === 'dark';
  const accent = dark ? '86 164 255' : '0 92 197';
  const scheme = `color-scheme: ${dark ? 'dark' : 'light'};`;
  return `:root { --paper: ${background}; --ink: ${foreground}; --accent: ${accent}; ${scheme} }`;
}

/** The hash by which a content security policy allows an inline script or style. */
async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}
