// Source files: recognizes files of source code by their names.
import path from 'node:path';

/** The name of a file's programming language; undefined for texts and for unknown names. */
export function sourceLanguage(file: string): string | undefined {
  const name = path.basename(file).toLowerCase();
  return NAMES[name] ?? ENDINGS[path.extname(name).slice(1)];
}

const NAMES: Readonly<Record<string, string | undefined>> = {
  dockerfile: 'Dockerfile',
  makefile: 'Makefile',
};

/** The languages by file extension. Formats of text (Markdown, HTML, TeX, subtitles, tables) are not listed. */
const ENDINGS: Readonly<Record<string, string | undefined>> = {
  ...languages('TypeScript', 'ts tsx mts cts'),
  ...languages('JavaScript', 'js jsx mjs cjs'),
  ...languages('Python', 'py pyi pyw'),
  ...languages('C', 'c h'),
  ...languages('C++', 'cc cpp cxx hh hpp hxx'),
  ...languages('C#', 'cs'),
  ...languages('CSS', 'css scss sass less'),
  ...languages('Clojure', 'clj cljs edn'),
  ...languages('Dart', 'dart'),
  ...languages('Dockerfile', 'dockerfile'),
  ...languages('Elixir', 'ex exs'),
  ...languages('Erlang', 'erl'),
  ...languages('F#', 'fs fsx'),
  ...languages('Go', 'go'),
  ...languages('Groovy', 'groovy gradle'),
  ...languages('Haskell', 'hs'),
  ...languages('INI', 'ini'),
  ...languages('Java', 'java'),
  ...languages('JSON', 'json jsonc json5'),
  ...languages('Julia', 'jl'),
  ...languages('Kotlin', 'kt kts'),
  ...languages('Lisp', 'lisp el scm'),
  ...languages('Lua', 'lua'),
  ...languages('Objective-C', 'm mm'),
  ...languages('Pascal', 'pas'),
  ...languages('Perl', 'pl pm'),
  ...languages('PHP', 'php'),
  ...languages('PowerShell', 'ps1 psm1'),
  ...languages('R', 'r'),
  ...languages('Ruby', 'rb'),
  ...languages('Rust', 'rs'),
  ...languages('Scala', 'scala'),
  ...languages('Shell', 'sh bash zsh fish'),
  ...languages('SQL', 'sql'),
  ...languages('Svelte', 'svelte'),
  ...languages('Swift', 'swift'),
  ...languages('TOML', 'toml'),
  ...languages('Visual Basic', 'vb vbs'),
  ...languages('Vue', 'vue'),
  ...languages('Windows batch', 'bat cmd'),
  ...languages('YAML', 'yaml yml'),
  ...languages('Zig', 'zig'),
};

function languages(name: string, endings: string): Record<string, string> {
  return Object.fromEntries(endings.split(' ').map(ending => [ending, name]));
}
