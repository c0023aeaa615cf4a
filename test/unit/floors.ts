// Floors: the table of floors in ARCHITECTURE.md and a checker that finds source files that violate it.
import path from 'node:path';
import ts from 'typescript';

/** A file of src: its path relative to src, with forward slashes, and its text. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/**
 * The floor of each top-level folder and of each file at the root of src. Root files on the same floor may import each
 * other.
 */
export const FLOORS: Readonly<Record<string, number>> = {
  base: 0,
  text: 1,
  onnx: 1,
  models: 1,
  attention: 1,
  engine: 2,
  formats: 2,
  tasks: 3,
  'settings.ts': 4,
  'settingKeys.ts': 4,
  commands: 5,
  views: 5,
  'engineParts.ts': 6,
  'extension.ts': 6,
  node: 7,
  web: 7,
};

/** What the webview may import besides its own files. It is on no floor. */
const WEBVIEW_IMPORTS = [
  /^base\//,
  /^attention\//,
  /^views\/(?:page\/envelope|run\/protocol|attention\/protocol)\.ts$/,
];

/** Which files may import a package. A package that is not listed may be imported by no file. */
const PACKAGE_RULES: readonly { readonly name: RegExp; readonly by: RegExp }[] = [
  {
    name: /^vscode$/,
    by: /^(?:settings\.ts|extension\.ts|engineParts\.ts|commands\/(?!ids\.).*|views\/(?!(?:page\/envelope|\w+\/protocol)\.).*|node\/extension\.ts|web\/(?:extension|files)\.ts)$/,
  },
  { name: /^node:/, by: /^node\// },
  { name: /^onnxruntime-web(?:\/.*)?$/, by: /^engine\/runtime\/wasm\.ts$/ },
  { name: /^onnxruntime-common$/, by: /^engine\/runtime\/onnxSession\.ts$/ },
  { name: /^@huggingface\/transformers$/, by: /^engine\/tokenizer\/tokenizer\.ts$/ },
  { name: /^@huggingface\/hub$/, by: /^models\/hub\/hubClient\.ts$/ },
  { name: /^(?:https-proxy-agent|proxy-from-env)$/, by: /^node\/models\/http\.ts$/ },
  { name: /^(?:yauzl|yazl)$/, by: /^node\/models\/archive\.ts$/ },
  { name: /^(?:mdast$|mdast-util-|micromark)/, by: /^formats\/markdown\// },
  { name: /^vscode-(?:textmate|oniguruma)$/, by: /^formats\/code\// },
  { name: /^d3-/, by: /^(?:attention|webview)\// },
  { name: /^@vscode-elements\//, by: /^webview\// },
];

/** The entry files of the bundles that run without `vscode`. */
const WITHOUT_EDITOR = [
  ...['node/worker.ts', 'node/native/process.ts', 'node/cli/main.ts', 'web/worker.ts'],
  ...['node/tasksWorker.ts', 'web/tasksWorker.ts'],
  ...['webview/attention/main.ts', 'webview/run/main.ts'],
];

/** The entry files of the extension's own bundles, which the editor reads whenever it starts the extension. */
const EXTENSION_ENTRIES = ['node/extension.ts', 'web/extension.ts'];

/** What only the workers and the pages need: the engine except its client, the parsers, the tasks, and the pages' code. */
const NOT_IN_EXTENSION =
  /^(?:engine\/(?!api\/|remote\.ts|modelFolder\.ts)|tasks\/(?:translate|summarize|workload)\.ts|formats\/(?:markdown\/|code\/|syntax\.ts)|attention\/(?:drawing|export)\/|webview\/)/;

/**
 * Files of node/ that need no counterpart in web/: a browser has no command line, no processes, and no disk.
 */
const NODE_ONLY = /^node\/(?:cli|disk|models|native)\//;

/** The most files of a folder: with more of them its structure is hard to see. */
const MOST_FILES = 15;

const HIGHEST_PORTABLE_FLOOR = 3;

/** Globals that some of the hosts (Node, worker, browser) do not have. */
const HOST_GLOBALS = new Set([
  ...['window', 'document', 'navigator', 'location', 'localStorage', 'indexedDB', 'XMLHttpRequest'],
  ...['self', 'importScripts', 'WorkerGlobalScope', 'Worker'],
  ...['process', 'require', 'module', 'exports', 'Buffer', 'global', 'setImmediate', '__dirname', '__filename'],
]);

/** Every violation of the rules, as a sentence that begins with the file that violates it. */
export function violations(sources: readonly Source[]): string[] {
  const known = new Set(sources.map(source => source.path));
  const program = programOf(sources);
  const graph = new Map<string, readonly Import[]>();
  const found: string[] = [];
  for (const source of sources) {
    const file = program.getSourceFile(`/${source.path}`);
    if (file === undefined) throw new Error(`${source.path} was not parsed`);
    const imports = importsOf(file, source.path, known);
    graph.set(source.path, imports);
    found.push(...imports.flatMap(one => importViolations(source.path, one)));
    found.push(...formViolations(file, source));
    if ((floorOf(source.path) ?? Infinity) <= HIGHEST_PORTABLE_FLOOR) {
      found.push(...hostGlobals(file, program.getTypeChecker()).map(name => `${source.path} uses the global ${name}`));
    }
  }
  return [
    ...found,
    ...cycles(graph, 'imports'),
    ...cycles(roomGraph(graph), 'needs'),
    ...crowdedFolders(known),
    ...editorViolations(graph),
    ...entryViolations(graph),
    ...counterpartViolations(known),
  ].sort();
}

/** An import of a file of src (its path) or of a package (its name). */
interface Import {
  readonly to: string;
  readonly kind: 'file' | 'package' | 'unknown';
  /** Whether the import has only types, so that it does not exist at run time. */
  readonly typeOnly: boolean;
}

function importViolations(from: string, { to, kind }: Import): string[] {
  if (kind === 'unknown') return [`${from} imports ${to}, which is no file of src`];
  if (kind === 'package') {
    const rule = PACKAGE_RULES.find(({ name }) => name.test(to));
    return rule?.by.test(from) === true ? [] : [`${from} imports the package ${to}`];
  }
  if (topFolderOf(from) === 'webview') {
    if (topFolderOf(to) === 'webview' || WEBVIEW_IMPORTS.some(allowed => allowed.test(to))) return [];
    return [`${from} imports ${to}, which the webview may not`];
  }
  if (topFolderOf(from) === topFolderOf(to)) return [];
  const [own, other] = [floorOf(from), floorOf(to)];
  if (own === undefined) return [`${from} is on no floor`];
  if (other === undefined) return [`${from} imports ${to}, which is on no floor`];
  if (topFolderOf(from) === 'tasks' && topFolderOf(to) === 'engine' && !to.startsWith('engine/api/')) {
    return [`${from} imports ${to}; tasks may import only engine/api`];
  }
  const bothRoot = !from.includes('/') && !to.includes('/');
  if (other < own || (bothRoot && other === own)) return [];
  return [`${from} (floor ${own}) imports ${to} (floor ${other})`];
}

/** The top-level folder of a file, or the file itself if it is at the root. */
function topFolderOf(file: string): string {
  return file.split('/')[0] ?? file;
}

function floorOf(file: string): number | undefined {
  return FLOORS[topFolderOf(file)];
}

/** Violations inside one file: no comment on the first line, no floor, or a default export. */
function formViolations(file: ts.SourceFile, { path: name, text }: Source): string[] {
  const found: string[] = [];
  if (!text.startsWith('// ')) found.push(`${name} does not begin with a line that says what it is for`);
  if (topFolderOf(name) !== 'webview' && floorOf(name) === undefined) found.push(`${name} is on no floor`);
  const exportsDefault = file.statements.some(
    statement =>
      ts.isExportAssignment(statement) ||
      (ts.canHaveModifiers(statement) &&
        ts.getModifiers(statement)?.some(modifier => modifier.kind === ts.SyntaxKind.DefaultKeyword) === true) ||
      (ts.isExportDeclaration(statement) &&
        statement.exportClause !== undefined &&
        ts.isNamedExports(statement.exportClause) &&
        statement.exportClause.elements.some(element => element.name.text === 'default')),
  );
  if (exportsDefault) found.push(`${name} has a default export`);
  return found;
}

const PARSING: ts.CreateSourceFileOptions = {
  languageVersion: ts.ScriptTarget.Latest,
  jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
};

/** A program of only these files, without libraries: a name that does not resolve in it is a global. */
function programOf(sources: readonly Source[]): ts.Program {
  const options: ts.CompilerOptions = { noLib: true, noResolve: true, types: [], target: ts.ScriptTarget.Latest };
  const files = new Map(
    sources.map(({ path: name, text }) => [`/${name}`, ts.createSourceFile(`/${name}`, text, PARSING, true)]),
  );
  return ts.createProgram({
    rootNames: [...files.keys()],
    options,
    host: {
      getSourceFile: name => files.get(name),
      getDefaultLibFileName: () => 'lib.d.ts',
      writeFile: () => undefined,
      getCurrentDirectory: () => '/',
      getCanonicalFileName: name => name,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => '\n',
      fileExists: name => files.has(name),
      readFile: name => files.get(name)?.text,
    },
  });
}

function importsOf(file: ts.SourceFile, from: string, known: ReadonlySet<string>): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean): void => {
    if (specifier === undefined) return;
    if (!ts.isStringLiteralLike(specifier)) {
      found.push({ to: specifier.getText(file), kind: 'unknown', typeOnly });
    } else if (!specifier.text.startsWith('.')) {
      found.push({ to: specifier.text, kind: 'package', typeOnly });
    } else {
      const to = path.posix.join(path.posix.dirname(from), specifier.text);
      const target = [to, `${to}.ts`].find(name => known.has(name));
      found.push({ to: target ?? to, kind: target === undefined ? 'unknown' : 'file', typeOnly });
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      // `import { type A }` still loads the file, because of verbatimModuleSyntax.
      add(node.moduleSpecifier, node.importClause?.isTypeOnly === true);
    } else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isExternalModuleReference(node)) add(node.expression, false);
    else if (ts.isImportTypeNode(node))
      add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The host globals that a file uses, by their name or as a property of globalThis. */
function hostGlobals(file: ts.SourceFile, checker: ts.TypeChecker): string[] {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && HOST_GLOBALS.has(node.text) && isGlobal(node, checker)) found.add(node.text);
    if (ts.isElementAccessExpression(node) && isGlobalThis(node.expression)) {
      const key = node.argumentExpression;
      if (ts.isStringLiteralLike(key) && HOST_GLOBALS.has(key.text)) found.add(key.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...found];
}

/** Whether an identifier names a global: a name that no file declares, or a property of globalThis. */
function isGlobal(node: ts.Identifier, checker: ts.TypeChecker): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return isGlobalThis(parent.expression);
  if (ts.isQualifiedName(parent) && parent.right === node) return false;
  if (ts.isShorthandPropertyAssignment(parent)) return checker.getShorthandAssignmentValueSymbol(parent) === undefined;
  const symbol = checker.getSymbolAtLocation(node);
  return symbol === undefined || (symbol.declarations ?? []).length === 0;
}

function isGlobalThis(node: ts.Node): boolean {
  return ts.isIdentifier(node) && node.text === 'globalThis';
}

/**
 * The imports between rooms. A room is a folder below a top-level folder; a file directly in a top-level folder counts
 * as a room of its own. Two rooms that import each other are reported, even if no two files of them do.
 */
function roomGraph(graph: ReadonlyMap<string, readonly Import[]>): ReadonlyMap<string, readonly Import[]> {
  const rooms = new Map<string, Import[]>();
  for (const [file, imports] of graph) {
    const room = roomOf(file);
    const needed = imports.filter(({ to, kind }) => kind === 'file' && roomOf(to) !== room);
    rooms.set(room, [...(rooms.get(room) ?? []), ...needed.map(one => ({ ...one, to: roomOf(one.to) }))]);
  }
  return rooms;
}

function roomOf(file: string): string {
  const folder = path.posix.dirname(file);
  return folder.includes('/') ? folder : file;
}

function crowdedFolders(known: ReadonlySet<string>): string[] {
  const counts = new Map<string, number>();
  for (const file of known) {
    const folder = path.posix.dirname(file);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts].flatMap(([folder, count]) => (count > MOST_FILES ? [`${folder} has ${count} files`] : []));
}

/** Every cycle of imports, reported once, from the member that is first in the alphabet. */
function cycles(graph: ReadonlyMap<string, readonly Import[]>, verb: 'imports' | 'needs'): string[] {
  const found = new Set<string>();
  const finished = new Set<string>();
  const visit = (node: string, trail: readonly string[]): void => {
    const at = trail.indexOf(node);
    if (at >= 0) {
      const ring = trail.slice(at);
      // Cycles of files alone are reported by the call for the imports of files.
      if (verb === 'needs' && ring.every(room => room.endsWith('.ts'))) return;
      const first = ring.indexOf([...ring].sort()[0] ?? '');
      const turned = [...ring.slice(first), ...ring.slice(0, first)];
      found.add(`${turned.join(` ${verb} `)} ${verb} ${turned[0]}, in a cycle`);
      return;
    }
    if (finished.has(node)) return;
    for (const { to, kind } of graph.get(node) ?? []) if (kind === 'file') visit(to, [...trail, node]);
    finished.add(node);
  };
  for (const node of graph.keys()) visit(node, []);
  return [...found];
}

/** Reports bundles that must run without `vscode` but import it, directly or through other files. */
function editorViolations(graph: ReadonlyMap<string, readonly Import[]>): string[] {
  return WITHOUT_EDITOR.flatMap(entry => {
    const reached = new Set([entry]);
    for (const file of reached) {
      for (const { to, kind, typeOnly } of graph.get(file) ?? []) {
        if (typeOnly) continue;
        if (to === 'vscode') return [`${entry} runs without the editor, but ${file} imports vscode`];
        if (kind === 'file') reached.add(to);
      }
    }
    return [];
  });
}

/** Reports files that would make the extension's own bundles larger, though only workers or pages need them. */
function entryViolations(graph: ReadonlyMap<string, readonly Import[]>): string[] {
  return EXTENSION_ENTRIES.flatMap(entry => {
    const reached = new Map<string, string>([[entry, entry]]);
    for (const file of reached.keys()) {
      for (const { to, kind, typeOnly } of graph.get(file) ?? []) {
        if (kind === 'file' && !typeOnly && !reached.has(to)) reached.set(to, file);
      }
    }
    return [...reached]
      .filter(([file]) => NOT_IN_EXTENSION.test(file))
      .map(([file, from]) => `the bundle of ${entry} may not have ${file}, which ${from} imports`);
  });
}

/** Reports files of node/ and web/ that the other folder does not have, except for the command line and the native runtime. */
function counterpartViolations(known: ReadonlySet<string>): string[] {
  const counterpartOf = (file: string): string =>
    file.startsWith('node/') ? file.replace('node/', 'web/') : file.replace('web/', 'node/');
  return [...known]
    .filter(file => /^(?:node|web)\//.test(file) && !known.has(counterpartOf(file)) && !NODE_ONLY.test(file))
    .map(file => `${file} has no counterpart ${counterpartOf(file)}`);
}
