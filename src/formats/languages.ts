// Languages: the programming languages whose comments are found by a grammar, with their ids in the editor and the names of
// their files. How their comments look is in syntax.ts, which the extension itself does not need.

/** The name of the scope of a grammar, which is also the name of the grammar's file. */
export type Scope = keyof typeof IDS;

export interface Language {
  /** The name as users know it. */
  readonly name: string;
  readonly scope: Scope;
}

/** The scope of the grammar of a language with an id of the editor; undefined if no grammar is known for it. */
export function scopeOfId(id: string): Scope | undefined {
  return SCOPES.find(scope => IDS[scope].split(' ').includes(id));
}

/** The language of a file, by its name or its path; undefined for plain text, Markdown and unknown names. */
export function languageOfFile(path: string): Language | undefined {
  const file = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
  const dot = file.lastIndexOf('.');
  const named = SCOPES.find(scope => FILES[scope][2]?.split(' ').includes(file));
  const scope = named ?? (dot > 0 ? scopeOfEnding(file.slice(dot + 1)) : undefined);
  return scope && { name: FILES[scope][0], scope };
}

function scopeOfEnding(ending: string): Scope | undefined {
  return SCOPES.find(scope => FILES[scope][1].split(' ').includes(ending));
}

/** For the scope of each grammar, the ids that the editor and well-known extensions give the language, separated by spaces. */
export const IDS = {
  'source.ts': 'typescript',
  'source.tsx': 'typescriptreact',
  'source.js': 'javascript',
  'source.js.jsx': 'javascriptreact',
  'source.python': 'python',
  'source.java': 'java',
  'source.c': 'c',
  'source.cpp': 'cpp cuda-cpp',
  'source.cs': 'csharp',
  'source.go': 'go',
  'source.rust': 'rust',
  'source.ruby': 'ruby',
  'text.html.php': 'php',
  'source.shell': 'shellscript',
  'source.powershell': 'powershell',
  'source.yaml': 'yaml dockercompose',
  'source.toml': 'toml',
  'source.json.comments': 'json jsonc',
  'source.json5': 'json5',
  'text.xml': 'xml xsl',
  'source.sql': 'sql',
  'text.html.basic': 'html',
  'source.css': 'css',
  'source.css.scss': 'scss',
  'source.sass': 'sass',
  'source.css.less': 'less',
  'source.lua': 'lua',
  'source.kotlin': 'kotlin',
  'source.swift': 'swift',
  'source.clojure': 'clojure',
  'source.dockerfile': 'dockerfile',
  'source.makefile': 'makefile',
  'source.cmake': 'cmake',
  'source.r': 'r',
  'source.perl': 'perl',
  'source.dart': 'dart',
  'source.scala': 'scala',
  'source.haskell': 'haskell',
  'source.elixir': 'elixir',
  'source.erlang': 'erlang',
  'source.julia': 'julia',
  'source.ini': 'ini properties',
  'source.batchfile': 'bat',
  'source.asp.vb.net': 'vb',
  'source.objc': 'objective-c',
  'source.objcpp': 'objective-cpp',
  'source.groovy': 'groovy',
  'source.fsharp': 'fsharp',
  'source.ocaml': 'ocaml',
  'source.commonlisp': 'lisp commonlisp',
  'source.scheme': 'scheme',
  'source.pascal': 'pascal objectpascal',
  'source.zig': 'zig',
  'source.nim': 'nim',
  'source.d': 'd',
  'source.fish': 'fish',
  'source.graphql': 'graphql',
  'source.proto': 'proto proto3',
  'source.nix': 'nix',
  'source.awk': 'awk',
  'source.viml': 'viml vim',
  'source.solidity': 'solidity',
  'source.gdscript': 'gdscript',
  'source.hlsl': 'hlsl',
  'source.prisma': 'prisma',
  'source.coffee': 'coffeescript',
  'text.html.vue': 'vue',
  'source.svelte': 'svelte',
  'text.aspnetcorerazor': 'razor aspnetcorerazor',
} as const;

const SCOPES = Object.keys(IDS) as readonly Scope[];

/**
 * For the scope of each grammar, the name of the language, the endings of its files without the dot, and whole names of files.
 * Endings and names are in small letters, separated by spaces.
 */
export const FILES: Readonly<Record<Scope, readonly [name: string, endings: string, names?: string]>> = {
  'source.ts': ['TypeScript', 'ts mts cts'],
  'source.tsx': ['TypeScript', 'tsx'],
  'source.js': ['JavaScript', 'js mjs cjs'],
  'source.js.jsx': ['JavaScript', 'jsx'],
  'source.python': ['Python', 'py pyi pyw'],
  'source.java': ['Java', 'java'],
  'source.c': ['C', 'c h'],
  'source.cpp': ['C++', 'cc cpp cxx hh hpp hxx cu cuh ino'],
  'source.cs': ['C#', 'cs csx'],
  'source.go': ['Go', 'go'],
  'source.rust': ['Rust', 'rs'],
  'source.ruby': ['Ruby', 'rb rake gemspec', 'gemfile rakefile podfile vagrantfile'],
  'text.html.php': ['PHP', 'php phtml'],
  'source.shell': ['Shell', 'sh bash zsh ksh', '.bashrc .bash_profile .profile .zshrc'],
  'source.powershell': ['PowerShell', 'ps1 psm1 psd1'],
  'source.yaml': ['YAML', 'yaml yml'],
  'source.toml': ['TOML', 'toml'],
  'source.json.comments': ['JSON', 'json jsonc code-workspace'],
  'source.json5': ['JSON5', 'json5'],
  'text.xml': ['XML', 'xml xsd xsl xslt xaml csproj fsproj vbproj props targets svg plist'],
  'source.sql': ['SQL', 'sql'],
  'text.html.basic': ['HTML', 'html htm xhtml'],
  'source.css': ['CSS', 'css'],
  'source.css.scss': ['SCSS', 'scss'],
  'source.sass': ['Sass', 'sass'],
  'source.css.less': ['Less', 'less'],
  'source.lua': ['Lua', 'lua'],
  'source.kotlin': ['Kotlin', 'kt kts'],
  'source.swift': ['Swift', 'swift'],
  'source.clojure': ['Clojure', 'clj cljs cljc edn'],
  'source.dockerfile': ['Dockerfile', 'dockerfile', 'dockerfile containerfile'],
  'source.makefile': ['Makefile', 'mk mak', 'makefile gnumakefile'],
  'source.cmake': ['CMake', 'cmake', 'cmakelists.txt'],
  'source.r': ['R', 'r'],
  'source.perl': ['Perl', 'pl pm'],
  'source.dart': ['Dart', 'dart'],
  'source.scala': ['Scala', 'scala sc sbt'],
  'source.haskell': ['Haskell', 'hs'],
  'source.elixir': ['Elixir', 'ex exs'],
  'source.erlang': ['Erlang', 'erl hrl'],
  'source.julia': ['Julia', 'jl'],
  'source.ini': ['INI', 'ini cfg properties', '.editorconfig .gitconfig'],
  'source.batchfile': ['Windows batch', 'bat cmd'],
  'source.asp.vb.net': ['Visual Basic', 'vb vbs'],
  'source.objc': ['Objective-C', 'm'],
  'source.objcpp': ['Objective-C++', 'mm'],
  'source.groovy': ['Groovy', 'groovy gradle', 'jenkinsfile'],
  'source.fsharp': ['F#', 'fs fsi fsx'],
  'source.ocaml': ['OCaml', 'ml mli'],
  'source.commonlisp': ['Lisp', 'lisp lsp cl el'],
  'source.scheme': ['Scheme', 'scm ss'],
  'source.pascal': ['Pascal', 'pas dpr'],
  'source.zig': ['Zig', 'zig'],
  'source.nim': ['Nim', 'nim'],
  'source.d': ['D', 'd'],
  'source.fish': ['Fish', 'fish'],
  'source.graphql': ['GraphQL', 'graphql gql'],
  'source.proto': ['Protocol Buffers', 'proto'],
  'source.nix': ['Nix', 'nix'],
  'source.awk': ['AWK', 'awk'],
  'source.viml': ['Vim script', 'vim', '.vimrc'],
  'source.solidity': ['Solidity', 'sol'],
  'source.gdscript': ['GDScript', 'gd'],
  'source.hlsl': ['HLSL', 'hlsl'],
  'source.prisma': ['Prisma', 'prisma'],
  'source.coffee': ['CoffeeScript', 'coffee'],
  'text.html.vue': ['Vue', 'vue'],
  'source.svelte': ['Svelte', 'svelte'],
  'text.aspnetcorerazor': ['Razor', 'cshtml razor'],
};
