// Directives: comments that are written for programs, and headers of licenses, whose wording is legally binding.

/** Whether the words of a comment, without the signs that make it a comment, are written for a program. */
export function isDirective(words: string): boolean {
  return DIRECTIVES.some(pattern => pattern.test(words));
}

/** Names of programs that read comments; only names that are not ordinary words as well. */
const TOOLS = [
  '[a-z]*(?:lint|hint)\\w*|jscs|html-validate|prettier|biome|deno|dprint|cspell|spell-?checker|istanbul|c8|v8|node:coverage|stryker|knip',
  'noqa|nosec|flake8|ruff|mypy|pyright|pytype|pyre|isort|yapf|autopep8|bandit|rubocop|sorbet|shellcheck|luacheck|selene|stylua',
  'swiftformat|sourcery|detekt|spotless|cppcheck|uncrustify|golangci|revive|staticcheck|gosec|phpcs\\w*|phpstan|psalm|phan|rector',
  'scala(?:fmt|style|fix|js)|rustfmt|clippy|hlint|fourmolu|ormolu|credo|dialyzer|hadolint|checkov|tfsec|trivy|kics|zizmor|renovate',
  'clang-(?:format|tidy)|sass-lint|deno-lint|deno-fmt|textlint|checkstyle|sonar\\w*|nosonar|nopmd|codeql|semgrep|snyk',
].join('|');

/** What directives tell the tools to do. */
const ORDERS =
  'disable|enable|ignore|env|next|nextline|off|on|skip|no-?\\w*|check|expect|config|configure|line|file|start|end|capture|suppress|global|globals|words?|exclude|include|language|locale|push|pop|set|stop|restart|todo';

const DIRECTIVES: readonly RegExp[] = [
  new RegExp(
    `^@?(?:${TOOLS})(?:-(?:${ORDERS})\\b|\\s?[:=]\\s?\\S|\\s+(?:${ORDERS})\\b(?![,.])|\\s+[\\w-]+:\\s|\\(|$)`,
    'i',
  ),
  /^(?:pragma|coverage|lint|black|flow|standard|fmt|pyre|language|cython|ruby|coding|encoding|typed|type|escape|check|warn\w*|frozen_string_literal|shareable_constant_value|yaml-language-server|distutils|jupyter|cgo|syntax|luacheck|exported|globals?)\s*[:=]\s*\S+(?:\s*[,=]\s*\S+|\s+(?:cover|branch|file|off|on|skip))*$/,
  /^type:\s?ignore/,
  /^(?:globals?|exported|jslint|jshint|eslint(?:-env)?)\s+[\w$*/-]+(?:\s*:\s*\S+)?(?:\s*,|$)/,
  /^@(?:flow|ts-\w+|jsx\w*|format|noflow|jest-environment|vitest-environment|noprettier|prettier|strict|cc_on|preserve|formatter|noinspection|vite-ignore|swc|babel)\b/,
  /^(?:no)?inspection\s\w+(?:\s*,\s*\w+)*$|^(?:NOLINT|NOSONAR|NOPMD|CHECKSTYLE)\w*\b/,
  /^-\*-.*-\*-/,
  /^(?:vim?|ex|emacs|kate|sublime|Local Variables|End):(?:\s|$)/,
  /^#?\s?(?:end)?region\b|^<\/?(?:editor-fold|auto-generated)\b|^pragma\s+mark/i,
  /^[#@]\s?(?:source(?:Mapping)?URL\s*=|__\w+__)|^source(?:Mapping)?URL=|^(?:webpack|turbopack)[A-Z]\w*:/,
  // `go:build`, `noqa:E501`: in prose a space would follow the colon.
  /^[a-z][a-z\d]*:[a-z]\S*(?:\s|$)(?!.*[a-z]{2,} [a-z]{2,} [a-z]{2,})/i,
  /^\+(?:build|kubebuilder|optional|required|genclient|k8s|goose|groupName)\b/,
  /^export\s\w+$|^line\s\S+:\d+$/,
  /^<(?:reference|amd-\w+)\s/,
  /^Code generated .* DO NOT EDIT\.?$/,
  /^(?:fall[ -]?through|FALL[ -]?THROUGH|FALL[ -]?THRU|fallthru|NOTREACHED|ARGSUSED|LINTLIBRARY)$/,
  /^\[(?:if|endif)\b|^<!\[endif/i,
  /^(?:more|toc|\/toc|ko|\/ko|ssi|esi|omit in toc|omit (?:from|in) \w+)$|^\/?(?:ko|wp):?\s?\S+:|^#(?:include|exec|echo|set|if|else|elif|endif|config)\b/,
  /^(?:build|start|end|begin|endbuild|inject|endinject|bower)(?::\S+)?$/i,
  /^[A-Z\d]{1,20}(?:-[A-Z\d]{1,20}){1,5}:(?:START|END|BEGIN)/,
  /^[\w-]+-(?:start|end|begin|disable|enable|ignore)(?:-\w+)*(?=$|\s+[\w@/-]+(?:,|$))/,
  /^(?:START|END|BEGIN) [\w-]+$/,
  /^[\w-]+:(?:start|end|begin)\b/i,
  /^!?strict$|^!(?:strict|nonstrict|nocheck|native|optimize\s\d)$/,
];

/** For each line of a comment whether it belongs to the header of a license. */
export function licenseLines(lines: readonly string[]): boolean[] {
  const kept = lines.map(line => COPYRIGHT.test(line.trim()));
  for (let start = 0; start < lines.length;) {
    let end = start;
    while (end < lines.length && lines[end]?.trim() !== '') end++;
    const paragraph = lines.slice(start, end).join(' ').replace(/\s+/g, ' ');
    if (LICENSES.some(pattern => pattern.test(paragraph))) kept.fill(true, start, end);
    start = end + 1;
  }
  return kept;
}

const COPYRIGHT =
  /^(?:[@\\]copyright\b|(?:copyright\b|\(c\)|©|&copy;)(?:\s*(?:\(c\)|©|&copy;|:|,))*\s*(?:\d{4}|by\s|[\w. ]{1,60}?,?\s\d{4}|the\s[\w ]{1,40}(?:authors|project|team|foundation|contributors))|.{0,80}\ball rights reserved\.?$|SPDX-[A-Z][\w-]*:|@license\b|(?:MIT|Apache|BSD|GPL|ISC|MPL)[\w .-]{0,12}\slicen[cs]ed?\.?$)/i;

/** Phrases of known licenses. They are searched in whole paragraphs, so it does not matter where the lines end. */
const LICENSES: readonly RegExp[] = [
  /\blicensed under (?:the|a|an)?\s?[\w ,.'"()-]{0,80}\blicen[cs]e\b/i,
  /\b(?:you may not use this (?:file|software|work|project) except in compliance|you may obtain a copy of the license|a copy of the (?:license|MPL|GPL))\b/i,
  /\bunless required by applicable law or agreed to in writing\b/i,
  /\bdistributed on an "?as is"? basis\b|\bis provided "?as is"?\b|\bwithout (?:any )?warrant(?:y|ies)\b|\bWITHOUT WARRANT(?:Y|IES)\b/i,
  /\bpermission is hereby granted\b|\bpermission to use, copy, modify\b|\bthe above copyright notice\b|\bcopyright notice,? and this permission notice\b/i,
  /\bredistributions? (?:and use |of source code |in binary form )/i,
  /\bneither the name of\b.*\bnor the names of\b|\bin no event shall\b/i,
  /\bGNU (?:Lesser |Library |Affero )?General Public Licen[cs]e\b|\bfree software[;:,] you can redistribute\b|\bfree software foundation\b/i,
  /\bsubject to the terms of the Mozilla Public\b|\bMozilla Public License\b|\bEclipse Public License\b/i,
  /\buse of this source code is governed by\b|\bgoverned by (?:a|an|the) [\w -]{1,40}licen[cs]e\b/i,
  /\b(?:see|found in|refer to) the (?:accompanying )?LICEN[CS]E\b|\bsee LICEN[CS]E(?:\.\w+)? (?:file )?(?:in|for)\b/i,
  /\breleased (?:under|into) the (?:public domain|[\w .-]{1,40}licen[cs]e)\b|\bthis is free and unencumbered software\b/i,
  /\blicensed to the Apache Software Foundation\b|\bthe ASF licenses this file\b/i,
];
