// HTML page: what is shown as one file that needs neither the extension nor a network, and runs no script but its own.
import { escapedMarkup, scriptJson } from './escape';
import type { Exhibit } from './exhibit';
import { PAGE_SCRIPT, PAGE_STYLE } from './htmlPageParts';
import { type MatrixStyle, matrixFigure } from './matrixFigure';
import type { Paper } from './paper';
import { packed } from './recordJson';
import { svgOf } from './svg';

/** In the reader's language; {0}, {1} stand for what is filled in. */
export interface HtmlWords {
  readonly looking: string;
  readonly seen: string;
  readonly head: string;
  readonly hint: string;
  /** "“{0}” attends to “{1}”, {2}" */
  readonly attendsTo: string;
  /** "“{0}” is looked at by “{1}”, {2}" */
  readonly isSeenBy: string;
}

export interface HtmlOptions {
  readonly style: MatrixStyle;
  readonly words: HtmlWords;
  /** The reader's language, a BCP 47 tag. */
  readonly language: string;
}

export async function htmlPageOf(exhibit: Exhibit, { style, words, language }: HtmlOptions): Promise<string> {
  const css = `${variablesOf(style.paper)}\n${PAGE_STYLE}`;
  const [script, sheet] = await Promise.all([hashOf(PAGE_SCRIPT), hashOf(css)]);
  const policy = `default-src 'none'; script-src '${script}'; style-src '${sheet}'; base-uri 'none'; form-action 'none'`;
  const title = `${exhibit.title} · ${exhibit.caption}`;
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
<h1>${escapedMarkup(exhibit.title)}</h1>
<p>${escapedMarkup(exhibit.caption)} · ${escapedMarkup(exhibit.model)}</p>
<p class="quiet">${escapedMarkup(words.hint)}</p>
${headChoice(exhibit, words)}
<p id="readout" role="status"></p>
<div class="sides">
${tokensOf(exhibit, 'looking', words.looking)}
${tokensOf(exhibit, 'seen', words.seen)}
</div>
<figure>${svgOf(matrixFigure(exhibit, style))}</figure>
</main>
<script type="application/json" id="data">${scriptJson(dataOf(exhibit, words, language))}</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

function headChoice({ headNames }: Exhibit, words: HtmlWords): string {
  if (headNames.length < 2) return '';
  const options = headNames.map((name, at) => `<option value="${at}">${escapedMarkup(name)}</option>`);
  return `<p><label>${escapedMarkup(words.head)} <select id="head">${options.join('')}</select></label></p>`;
}

function tokensOf({ record, looking, seen }: Exhibit, role: 'looking' | 'seen', label: string): string {
  const tokens = role === 'looking' ? record.targets : record.sources;
  const { language } = role === 'looking' ? looking : seen;
  const buttons = tokens.map(({ text, special }, at) => {
    const kind = special ? ' class="special"' : '';
    return `<button type="button"${kind} tabindex="${at === 0 ? 0 : -1}">${escapedMarkup(text)}</button>`;
  });
  const heading = `<h2 id="${role}-label">${escapedMarkup(label)}</h2>`;
  const group = `<div id="${role}" role="group" aria-labelledby="${role}-label" lang="${escapedMarkup(language)}">`;
  return `<section>${heading}${group}${buttons.join(' ')}</div></section>`;
}

function dataOf({ record }: Exhibit, { attendsTo, isSeenBy }: HtmlWords, language: string): object {
  return {
    ...{ rows: record.targets.length, columns: record.sources.length, weights: packed(record.weights) },
    ...{ attendsTo, isSeenBy, language },
  };
}

function variablesOf({ background, foreground, ground }: Paper): string {
  const dark = ground === 'dark';
  const accent = dark ? '86 164 255' : '0 92 197';
  const scheme = `color-scheme: ${dark ? 'dark' : 'light'};`;
  return `:root { --paper: ${background}; --ink: ${foreground}; --accent: ${accent}; ${scheme} }`;
}

/** As a content security policy names an inline element. */
async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}
