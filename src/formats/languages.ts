// Languages: the programming languages whose comments are found by a grammar, with their ids in the editor, the names of their
// files, and the signs of their comments.

export interface Language {
  /** As users know it. */
  readonly name: string;
  /** The name of the scope of its grammar, which is also the name of the grammar's file. */
  readonly scope: string;
  /** The file in the package of grammars, without its ending. */
  readonly source: string;
  /** The scopes of the languages that stand inside of it and have comments. */
  readonly embeds: readonly string[];
  /** The signs before a comment that ends with its line. */
  readonly lineSigns: readonly string[];
  /** The signs around comments that end where the second one stands. */
  readonly blockSigns: readonly (readonly [open: string, close: string])[];
  /** Whether the text between its tags is prose. */
  readonly isMarkup: boolean;
  /** Its ids in the editor. */
  readonly ids: readonly string[];
  /** Endings of its files' names, without the dot, in small letters. */
  readonly endings: readonly string[];
  /** Whole names of its files, in small letters. */
  readonly names: readonly string[];
}

/** The language with an id of the editor; undefined if no grammar is known for it. */
export function languageOfId(id: string): Language | undefined {
  return BY_ID.get(id);
}

/** The language of a file, by its name or its path; undefined for texts and for unknown names. */
export function languageOfFile(path: string): Language | undefined {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
  const dot = name.lastIndexOf('.');
  return BY_NAME.get(name) ?? (dot > 0 ? BY_ENDING.get(name.slice(dot + 1)) : undefined);
}

/** The language with the scope of a grammar. */
export function languageOfScope(scope: string): Language | undefined {
  return LANGUAGES.find(language => language.scope === scope);
}

/** Signs of comments, as they are written in the table: `//`, and `/*` with `*\/` after a space. */
const C = ['//', '/* */'];
const HASH = ['#'];
const HTML = ['<!-- -->'];
/** Documentation in quotation marks that a grammar colors as a comment. */
const QUOTES = ['""" """', '" "'];
const PAGE = [...HTML, ...C];

interface Options {
  /** Endings of files' names. */
  readonly files: string;
  readonly names?: string;
  readonly signs: readonly string[];
  /** By default the name of the grammar's file. */
  readonly ids?: string;
  readonly embeds?: string;
  readonly isMarkup?: boolean;
}

/** The languages embedded in a page, and in a file of a component. */
const SCRIPTS = 'source.js source.css';
const PARTS = `text.html.basic ${SCRIPTS} source.ts source.tsx source.js.jsx source.css.scss source.css.less`;

export const LANGUAGES: readonly Language[] = [
  language('TypeScript', 'source.ts', 'typescript', { files: 'ts mts cts', signs: C }),
  language('TypeScript', 'source.tsx', 'tsx', { ids: 'typescriptreact', files: 'tsx', signs: C }),
  language('JavaScript', 'source.js', 'javascript', { files: 'js mjs cjs', signs: C }),
  language('JavaScript', 'source.js.jsx', 'jsx', { ids: 'javascriptreact', files: 'jsx', signs: C }),
  language('Python', 'source.python', 'python', { files: 'py pyi pyw', signs: HASH }),
  language('Java', 'source.java', 'java', { files: 'java', signs: C }),
  language('C', 'source.c', 'c', { files: 'c h', signs: C }),
  language('C++', 'source.cpp', 'cpp', {
    ids: 'cpp cuda-cpp',
    files: 'cc cpp cxx hh hpp hxx cu cuh ino',
    signs: C,
    embeds: 'source.cpp.embedded.macro',
  }),
  language('C#', 'source.cs', 'csharp', { files: 'cs csx', signs: C }),
  language('Go', 'source.go', 'go', { files: 'go', signs: C }),
  language('Rust', 'source.rust', 'rust', { files: 'rs', signs: C }),
  language('Ruby', 'source.ruby', 'ruby', {
    files: 'rb rake gemspec',
    names: 'gemfile rakefile podfile vagrantfile',
    signs: [...HASH, '=begin =end'],
  }),
  language('PHP', 'text.html.php', 'php', {
    files: 'php phtml',
    signs: [...PAGE, ...HASH],
    embeds: `source.php text.html.basic ${SCRIPTS}`,
  }),
  language('Shell', 'source.shell', 'shellscript', {
    files: 'sh bash zsh ksh',
    names: '.bashrc .bash_profile .profile .zshrc',
    signs: HASH,
  }),
  language('PowerShell', 'source.powershell', 'powershell', { files: 'ps1 psm1 psd1', signs: [...HASH, '<# #>'] }),
  language('YAML', 'source.yaml', 'yaml', { ids: 'yaml dockercompose', files: 'yaml yml', signs: HASH }),
  language('TOML', 'source.toml', 'toml', { files: 'toml', signs: HASH }),
  language('JSON', 'source.json.comments', 'jsonc', {
    ids: 'json jsonc',
    files: 'json jsonc code-workspace',
    signs: C,
  }),
  language('JSON5', 'source.json5', 'json5', { files: 'json5', signs: C }),
  language('XML', 'text.xml', 'xml', {
    ids: 'xml xsl',
    files: 'xml xsd xsl xslt xaml csproj fsproj vbproj props targets svg plist',
    signs: HTML,
  }),
  language('SQL', 'source.sql', 'sql', { files: 'sql', signs: ['--', '/* */', '#'] }),
  language('HTML', 'text.html.basic', 'html', {
    files: 'html htm xhtml',
    signs: PAGE,
    embeds: SCRIPTS,
    isMarkup: true,
  }),
  language('CSS', 'source.css', 'css', { files: 'css', signs: C }),
  language('SCSS', 'source.css.scss', 'scss', { files: 'scss', signs: C, embeds: 'source.css' }),
  language('Sass', 'source.sass', 'sass', { files: 'sass', signs: C }),
  language('Less', 'source.css.less', 'less', { files: 'less', signs: C }),
  language('Lua', 'source.lua', 'lua', { files: 'lua', signs: ['--', '--[[ ]]'] }),
  language('Kotlin', 'source.kotlin', 'kotlin', { files: 'kt kts', signs: C }),
  language('Swift', 'source.swift', 'swift', { files: 'swift', signs: C }),
  language('Clojure', 'source.clojure', 'clojure', { files: 'clj cljs cljc edn', signs: [';'] }),
  language('Dockerfile', 'source.dockerfile', 'docker', {
    ids: 'dockerfile',
    files: 'dockerfile',
    names: 'dockerfile containerfile',
    signs: HASH,
  }),
  language('Makefile', 'source.makefile', 'make', {
    ids: 'makefile',
    files: 'mk mak',
    names: 'makefile gnumakefile',
    signs: HASH,
  }),
  language('CMake', 'source.cmake', 'cmake', { files: 'cmake', names: 'cmakelists.txt', signs: [...HASH, '#[[ ]]'] }),
  language('R', 'source.r', 'r', { files: 'r', signs: HASH }),
  language('Perl', 'source.perl', 'perl', { files: 'pl pm', signs: [...HASH, '= =cut'] }),
  language('Dart', 'source.dart', 'dart', { files: 'dart', signs: C }),
  language('Scala', 'source.scala', 'scala', { files: 'scala sc sbt', signs: C }),
  language('Haskell', 'source.haskell', 'haskell', { files: 'hs', signs: ['--', '{- -}'] }),
  language('Elixir', 'source.elixir', 'elixir', { files: 'ex exs', signs: [...HASH, ...QUOTES] }),
  language('Erlang', 'source.erlang', 'erlang', { files: 'erl hrl', signs: ['%'] }),
  language('Julia', 'source.julia', 'julia', { files: 'jl', signs: [...HASH, '#= =#'] }),
  language('INI', 'source.ini', 'ini', {
    ids: 'ini properties',
    files: 'ini cfg properties',
    names: '.editorconfig .gitconfig',
    signs: [';', '#'],
  }),
  language('Windows batch', 'source.batchfile', 'bat', { files: 'bat cmd', signs: ['REM', '::'] }),
  language('Visual Basic', 'source.asp.vb.net', 'vb', { files: 'vb vbs', signs: ["'", 'REM'] }),
  language('Objective-C', 'source.objc', 'objective-c', { files: 'm', signs: C }),
  language('Objective-C++', 'source.objcpp', 'objective-cpp', { files: 'mm', signs: C }),
  language('Groovy', 'source.groovy', 'groovy', { files: 'groovy gradle', names: 'jenkinsfile', signs: C }),
  language('F#', 'source.fsharp', 'fsharp', { files: 'fs fsi fsx', signs: ['//', '(* *)'] }),
  language('OCaml', 'source.ocaml', 'ocaml', { files: 'ml mli', signs: ['(* *)'] }),
  language('Lisp', 'source.commonlisp', 'common-lisp', {
    ids: 'lisp commonlisp',
    files: 'lisp lsp cl el',
    signs: [';', '#| |#'],
  }),
  language('Scheme', 'source.scheme', 'scheme', { files: 'scm ss', signs: [';', '#| |#'] }),
  language('Pascal', 'source.pascal', 'pascal', {
    ids: 'pascal objectpascal',
    files: 'pas dpr',
    signs: ['//', '{ }', '(* *)'],
  }),
  language('Zig', 'source.zig', 'zig', { files: 'zig', signs: ['//'] }),
  language('Nim', 'source.nim', 'nim', { files: 'nim', signs: [...HASH, '#[ ]#'] }),
  language('D', 'source.d', 'd', { files: 'd', signs: [...C, '/+ +/'] }),
  language('Fish', 'source.fish', 'fish', { files: 'fish', signs: HASH }),
  language('GraphQL', 'source.graphql', 'graphql', { files: 'graphql gql', signs: [...HASH, ...QUOTES] }),
  language('Protocol Buffers', 'source.proto', 'proto', { ids: 'proto proto3', files: 'proto', signs: C }),
  language('Nix', 'source.nix', 'nix', { files: 'nix', signs: [...HASH, '/* */'] }),
  language('AWK', 'source.awk', 'awk', { files: 'awk', signs: HASH }),
  language('Vim script', 'source.viml', 'viml', { ids: 'viml vim', files: 'vim', names: '.vimrc', signs: ['"'] }),
  language('Solidity', 'source.solidity', 'solidity', { files: 'sol', signs: C }),
  language('GDScript', 'source.gdscript', 'gdscript', { files: 'gd', signs: HASH }),
  language('HLSL', 'source.hlsl', 'hlsl', { files: 'hlsl', signs: C }),
  language('Prisma', 'source.prisma', 'prisma', { files: 'prisma', signs: C }),
  language('CoffeeScript', 'source.coffee', 'coffee', {
    ids: 'coffeescript',
    files: 'coffee',
    signs: [...HASH, '### ###'],
  }),
  language('Vue', 'text.html.vue', 'vue', {
    files: 'vue',
    signs: PAGE,
    embeds: `text.html.derivative ${PARTS}`,
  }),
  language('Svelte', 'source.svelte', 'svelte', { files: 'svelte', signs: PAGE, embeds: PARTS }),
  language('Razor', 'text.aspnetcorerazor', 'razor', {
    ids: 'razor aspnetcorerazor',
    files: 'cshtml razor',
    signs: [...PAGE, '@* *@'],
    embeds: `source.cs text.html.basic ${SCRIPTS}`,
  }),
];

function language(name: string, scope: string, source: string, options: Options): Language {
  const { files, signs, names = '', ids = source, embeds = '', isMarkup = false } = options;
  const pairs = signs.map(sign => sign.split(' ') as [string, string?]);
  return {
    ...{ name, scope, source, isMarkup },
    embeds: embeds.split(' ').filter(one => one !== ''),
    lineSigns: pairs.flatMap(([open, close]) => (close === undefined ? [open] : [])),
    blockSigns: pairs.flatMap(([open, close]) => (close === undefined ? [] : [[open, close] as const])),
    ids: ids.split(' '),
    endings: files.split(' '),
    names: names.split(' '),
  };
}

const BY_ID = new Map(LANGUAGES.flatMap(one => one.ids.map(id => [id, one] as const)));
const BY_ENDING = new Map(LANGUAGES.flatMap(one => one.endings.map(ending => [ending, one] as const)));
const BY_NAME = new Map(LANGUAGES.flatMap(one => one.names.map(file => [file, one] as const)));
