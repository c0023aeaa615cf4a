// Floors: the table of the architecture page and a checker that holds source files against it.
import path from 'node:path';
import ts from 'typescript';

/** A file of src: its path from there, with forward slashes, and its text. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** The floor of each folder. Root files stand on floors of their own; those of one floor may import one another. */
const FLOORS: Readonly<Record<string, number>> = {
  base: 0,
  text: 1,
  onnx: 1,
  models: 1,
  attention: 1,
  engine: 2,
  tasks: 3,
  'settings.ts': 4,
  'settingKeys.ts': 4,
  commands: 5,
  views: 5,
  'extension.ts': 6,
  node: 7,
  web: 7,
};

/** What the webview may import beside its own files; it stands on no floor. */
const WEBVIEW_IMPORTS = [
  /^base\//,
  /^attention\//,
  /^views\/(?:protocol|attentionProtocol|attentionVocabulary|attentionStepVocabulary)\.ts$/,
];

/** Which files may import a package. What is not listed may be imported by none. */
const PACKAGES: readonly { readonly name: RegExp; readonly by: RegExp }[] = [
  {
    name: /^vscode$/,
    by: /^(?:settings\.ts|extension\.ts|commands\/(?!ids|messages).*|views\/(?!protocol|attentionProtocol).*|node\/extension\.ts|web\/(?:extension|files)\.ts)$/,
  },
  { name: /^node:/, by: /^node\// },
  { name: /^onnxruntime-web(?:\/.*)?$/, by: /^engine\/runtime\.ts$/ },
  { name: /^@huggingface\//, by: /^engine\/tokenizer\.ts$/ },
  { name: /^d3-/, by: /^(?:attention|webview)\// },
  { name: /^@vscode-elements\//, by: /^webview\// },
];

/** Bundles that run where there is no editor. */
const WITHOUT_EDITOR = ['node/worker.ts', 'node/cli.ts', 'web/worker.ts'];

/** Files that only one of the two hosts has. */
const CLI = [
  'cli',
  'usage',
  'cliChecks',
  'cliEngine',
  'cliExplain',
  'cliGenerate',
  'cliInternals',
  'cliMessages',
  'cliRewrite',
  'cliTask',
  'arguments',
  'optionValues',
];
export const HOST_EXTRAS = [...CLI, 'base64', 'sourceFiles', 'wholeFile'].map(name => `node/${name}.ts`);

const HIGHEST_PORTABLE_FLOOR = 3;

/** Globals that not every host has. */
const HOST_GLOBALS = new Set([
  ...['window', 'document', 'navigator', 'location', 'localStorage', 'indexedDB', 'XMLHttpRequest'],
  ...['self', 'importScripts', 'WorkerGlobalScope', 'Worker'],
  ...['process', 'require', 'module', 'exports', 'Buffer', 'global', 'setImmediate', '__dirname', '__filename'],
]);

/** Every breach of the rules, one sentence each; the file at fault stands first. */
export function breaches(sources: readonly Source[]): string[] {
  const known = new Set(sources.map(source => source.path));
  const program = programOf(sources);
  const graph = new Map<string, readonly Import[]>();
  const found: string[] = [];
  for (const source of sources) {
    const file = program.getSourceFile(`/${source.path}`);
    if (file === undefined) throw new Error(`${source.path} was not parsed`);
    const imports = importsOf(file, source.path, known);
    graph.set(source.path, imports);
    found.push(...imports.flatMap(one => importBreach(source.path, one)));
    found.push(...formBreaches(file, source));
    if ((floorOf(source.path) ?? Infinity) <= HIGHEST_PORTABLE_FLOOR) {
      found.push(...hostGlobals(file, program.getTypeChecker()).map(name => `${source.path} uses the global ${name}`));
    }
  }
  return [...found, ...cycles(graph), ...editorBreaches(graph), ...hostBreaches(known)].sort();
}

/** An import of a file of src (its path) or of a package (its name). */
interface Import {
  readonly to: string;
  readonly kind: 'file' | 'package' | 'unknown';
  /** It is gone when the code runs. */
  readonly typeOnly: boolean;
}

function importBreach(from: string, { to, kind }: Import): string[] {
  if (kind === 'unknown') return [`${from} imports ${to}, which is no file of src`];
  if (kind === 'package') {
    const rule = PACKAGES.find(({ name }) => name.test(to));
    return rule?.by.test(from) === true ? [] : [`${from} imports the package ${to}`];
  }
  if (placeOf(from) === 'webview') {
    if (placeOf(to) === 'webview' || WEBVIEW_IMPORTS.some(allowed => allowed.test(to))) return [];
    return [`${from} imports ${to}, which the webview may not`];
  }
  if (placeOf(from) === placeOf(to)) return [];
  const [own, other] = [floorOf(from), floorOf(to)];
  if (own === undefined) return [`${from} stands on no floor`];
  if (other === undefined) return [`${from} imports ${to}, which stands on no floor`];
  if (placeOf(from) === 'tasks' && placeOf(to) === 'engine' && to !== 'engine/api.ts') {
    return [`${from} imports ${to}; tasks know of the engine only its api`];
  }
  const bothRoot = !from.includes('/') && !to.includes('/');
  if (other < own || (bothRoot && other === own)) return [];
  return [`${from} (floor ${own}) imports ${to} (floor ${other})`];
}

/** The folder of a file, or the file itself if it lies at the root. */
function placeOf(file: string): string {
  return file.split('/')[0] ?? file;
}

function floorOf(file: string): number | undefined {
  return FLOORS[placeOf(file)];
}

function formBreaches(file: ts.SourceFile, { path: name, text }: Source): string[] {
  const found: string[] = [];
  if (!text.startsWith('// ')) found.push(`${name} does not begin with a line that says what it is for`);
  if (placeOf(name) !== 'webview' && floorOf(name) === undefined) found.push(`${name} stands on no floor`);
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

/** A program of these files alone: whatever name does not resolve in it is a global. */
function programOf(sources: readonly Source[]): ts.Program {
  const options: ts.CompilerOptions = { noLib: true, noResolve: true, types: [], target: ts.ScriptTarget.Latest };
  const files = new Map(
    sources.map(({ path: name, text }) => [
      `/${name}`,
      ts.createSourceFile(`/${name}`, text, ts.ScriptTarget.Latest, true),
    ]),
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

/** Host globals that are used in a file, by themselves or as a property of globalThis. */
function hostGlobals(file: ts.SourceFile, checker: ts.TypeChecker): string[] {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && HOST_GLOBALS.has(node.text) && isReference(node, checker)) found.add(node.text);
    if (ts.isElementAccessExpression(node) && isGlobalThis(node.expression)) {
      const key = node.argumentExpression;
      if (ts.isStringLiteralLike(key) && HOST_GLOBALS.has(key.text)) found.add(key.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...found];
}

function isReference(node: ts.Identifier, checker: ts.TypeChecker): boolean {
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

/** Every circle of imports, told once, from its first file in the alphabet. */
function cycles(graph: ReadonlyMap<string, readonly Import[]>): string[] {
  const found = new Set<string>();
  const finished = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    const at = trail.indexOf(file);
    if (at >= 0) {
      const ring = trail.slice(at);
      const first = ring.indexOf([...ring].sort()[0] ?? '');
      const turned = [...ring.slice(first), ...ring.slice(0, first)];
      found.add(`${turned.join(' imports ')} imports ${turned[0]}, in a circle`);
      return;
    }
    if (finished.has(file)) return;
    for (const { to, kind } of graph.get(file) ?? []) if (kind === 'file') visit(to, [...trail, file]);
    finished.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return [...found];
}

/** The bundles that run without an editor must not reach it, by however many imports. */
function editorBreaches(graph: ReadonlyMap<string, readonly Import[]>): string[] {
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

/** node/ and web/ have the same files, but for the extras, which there must be. */
function hostBreaches(known: ReadonlySet<string>): string[] {
  const twinOf = (file: string): string =>
    file.startsWith('node/') ? file.replace('node/', 'web/') : file.replace('web/', 'node/');
  const lonely = [...known]
    .filter(file => /^(?:node|web)\//.test(file) && !known.has(twinOf(file)) && !HOST_EXTRAS.includes(file))
    .map(file => `${file} has no twin ${twinOf(file)}`);
  const hasHosts = known.has('node/extension.ts');
  const gone = HOST_EXTRAS.filter(file => hasHosts && !known.has(file)).map(file => `${file} is listed but not there`);
  return [...lonely, ...gone];
}
