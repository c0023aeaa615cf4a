// Syntax: the signs of comments of each language, and the languages that can be embedded in it.
import type { Scope } from './languages';

/** The syntax of one language. */
export interface Syntax {
  /** The scope of the language's grammar. */
  readonly scope: string;
  /** The scopes of the embedded languages whose comments are found too: CSS in HTML, for example. */
  readonly embeds: readonly string[];
  /** The signs that begin a comment that ends with its line. */
  readonly lineSigns: readonly string[];
  /** The pairs of signs that begin and end a comment of any number of lines. */
  readonly blockSigns: readonly (readonly [open: string, close: string])[];
  /** Whether the language has tags, between which the text is prose. */
  readonly isMarkup: boolean;
}

/** The syntax of the language whose grammar has this scope; undefined if the table does not have the language. */
export function syntaxOf(scope: string): Syntax | undefined {
  return SYNTAXES.find(syntax => syntax.scope === scope);
}

/** Signs of comments as the table writes them: a sign alone begins a comment of one line, two with a space between are a pair. */
const C = ['//', '/* */'];
const HASH = ['#'];
const HTML = ['<!-- -->'];
/** Documentation in quotation marks, which the grammars of some languages treat as a comment. */
const QUOTES = ['""" """', '" "'];
/** The comments of a page: those of HTML, and those of the scripts and styles in it. */
const PAGE = [...HTML, ...C];

interface Row {
  readonly signs: readonly string[];
  /** The scopes of embedded languages, separated by spaces. */
  readonly embeds?: string;
  readonly isMarkup?: boolean;
}

/** The languages of scripts and styles in a page. */
const SCRIPTS = 'source.js source.css';
/** The languages in the parts of a Vue or Svelte component. */
const PARTS = `text.html.basic ${SCRIPTS} source.ts source.tsx source.js.jsx source.css.scss source.css.less`;

const TABLE: Readonly<Record<Scope, Row>> = {
  'source.ts': { signs: C },
  'source.tsx': { signs: C },
  'source.js': { signs: C },
  'source.js.jsx': { signs: C },
  'source.python': { signs: HASH },
  'source.java': { signs: C },
  'source.c': { signs: C },
  'source.cpp': { signs: C, embeds: 'source.cpp.embedded.macro' },
  'source.cs': { signs: C },
  'source.go': { signs: C },
  'source.rust': { signs: C },
  'source.ruby': { signs: [...HASH, '=begin =end'] },
  'text.html.php': { signs: [...PAGE, ...HASH], embeds: `source.php text.html.basic ${SCRIPTS}` },
  'source.shell': { signs: HASH },
  'source.powershell': { signs: [...HASH, '<# #>'] },
  'source.yaml': { signs: HASH },
  'source.toml': { signs: HASH },
  'source.json.comments': { signs: C },
  'source.json5': { signs: C },
  'text.xml': { signs: HTML },
  'source.sql': { signs: ['--', '/* */', '#'] },
  'text.html.basic': { signs: PAGE, embeds: SCRIPTS, isMarkup: true },
  'source.css': { signs: C },
  'source.css.scss': { signs: C, embeds: 'source.css' },
  'source.sass': { signs: C },
  'source.css.less': { signs: C },
  'source.lua': { signs: ['--', '--[[ ]]'] },
  'source.kotlin': { signs: C },
  'source.swift': { signs: C },
  'source.clojure': { signs: [';'] },
  'source.dockerfile': { signs: HASH },
  'source.makefile': { signs: HASH },
  'source.cmake': { signs: [...HASH, '#[[ ]]'] },
  'source.r': { signs: HASH },
  'source.perl': { signs: [...HASH, '= =cut'] },
  'source.dart': { signs: C },
  'source.scala': { signs: C },
  'source.haskell': { signs: ['--', '{- -}'] },
  'source.elixir': { signs: [...HASH, ...QUOTES] },
  'source.erlang': { signs: ['%'] },
  'source.julia': { signs: [...HASH, '#= =#'] },
  'source.ini': { signs: [';', '#'] },
  'source.batchfile': { signs: ['REM', '::'] },
  'source.asp.vb.net': { signs: ["'", 'REM'] },
  'source.objc': { signs: C },
  'source.objcpp': { signs: C },
  'source.groovy': { signs: C },
  'source.fsharp': { signs: ['//', '(* *)'] },
  'source.ocaml': { signs: ['(* *)'] },
  'source.commonlisp': { signs: [';', '#| |#'] },
  'source.scheme': { signs: [';', '#| |#'] },
  'source.pascal': { signs: ['//', '{ }', '(* *)'] },
  'source.zig': { signs: ['//'] },
  'source.nim': { signs: [...HASH, '#[ ]#'] },
  'source.d': { signs: [...C, '/+ +/'] },
  'source.fish': { signs: HASH },
  'source.graphql': { signs: [...HASH, ...QUOTES] },
  'source.proto': { signs: C },
  'source.nix': { signs: [...HASH, '/* */'] },
  'source.awk': { signs: HASH },
  'source.viml': { signs: ['"'] },
  'source.solidity': { signs: C },
  'source.gdscript': { signs: HASH },
  'source.hlsl': { signs: C },
  'source.prisma': { signs: C },
  'source.coffee': { signs: [...HASH, '### ###'] },
  'text.html.vue': { signs: PAGE, embeds: `text.html.derivative ${PARTS}` },
  'source.svelte': { signs: PAGE, embeds: PARTS },
  'text.aspnetcorerazor': { signs: [...PAGE, '@* *@'], embeds: `source.cs text.html.basic ${SCRIPTS}` },
};

export const SYNTAXES: readonly Syntax[] = Object.entries(TABLE).map(([scope, { signs, embeds, isMarkup = false }]) => {
  const pairs = signs.map(sign => sign.split(' ') as [string, string?]);
  return {
    ...{ scope, isMarkup },
    embeds: embeds?.split(' ') ?? [],
    lineSigns: pairs.flatMap(([open, close]) => (close === undefined ? [open] : [])),
    blockSigns: pairs.flatMap(([open, close]) => (close === undefined ? [] : [[open, close] as const])),
  };
});
