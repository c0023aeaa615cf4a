// Tree-sitter: the parsers of the package @vscode/tree-sitter-wasm, to compare the product's TextMate grammars with.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import zlib from 'node:zlib';

/** What is used here of a node of the library's trees. */
interface Node {
  readonly type: string;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly children: readonly (Node | null)[];
}

interface Library {
  readonly Parser: {
    init(options: object): Promise<void>;
    new (): {
      setLanguage(language: object): void;
      parse(text: string): { readonly rootNode: Node; delete(): void } | null;
    };
  };
  readonly Language: { load(bytes: Uint8Array): Promise<object> };
}

/** The names of tree-sitter's grammars, by the editor's language ids. */
const NAMES: Readonly<Record<string, string>> = {
  ...{ typescript: 'typescript', typescriptreact: 'tsx', javascript: 'javascript', javascriptreact: 'javascript' },
  ...{
    python: 'python',
    java: 'java',
    cpp: 'cpp',
    csharp: 'c-sharp',
    go: 'go',
    rust: 'rust',
    ruby: 'ruby',
    php: 'php',
  },
  ...{ shellscript: 'bash', powershell: 'powershell', css: 'css', ini: 'ini' },
};

export interface TreeParser {
  /** The size of the grammar's file in bytes, as it is and zipped. */
  readonly size: number;
  readonly zipped: number;
  /** The ranges of the comments. */
  comments(text: string): (readonly [number, number])[];
}

export class TreeSitter {
  private constructor(
    private readonly folder: string,
    private readonly library: Library,
  ) {}

  static async load(folder: string): Promise<TreeSitter> {
    const wasm = path.join(folder, 'node_modules/@vscode/tree-sitter-wasm/wasm');
    const library = createRequire(import.meta.url)(path.join(wasm, 'tree-sitter.js')) as Library;
    await library.Parser.init({ locateFile: () => path.join(wasm, 'tree-sitter.wasm') });
    return new TreeSitter(wasm, library);
  }

  async parser(id: string): Promise<TreeParser | undefined> {
    const name = NAMES[id];
    if (name === undefined) return undefined;
    const bytes = fs.readFileSync(path.join(this.folder, `tree-sitter-${name}.wasm`));
    const parser = new this.library.Parser();
    parser.setLanguage(await this.library.Language.load(new Uint8Array(bytes)));
    return {
      size: bytes.length,
      zipped: zlib.deflateRawSync(bytes, { level: 9 }).length,
      comments: text => {
        const tree = parser.parse(text);
        const found = tree === null ? [] : [...commentsIn(tree.rootNode)];
        tree?.delete();
        return found;
      },
    };
  }
}

function* commentsIn(node: Node): Generator<readonly [number, number], void, void> {
  if (/comment/.test(node.type)) yield [node.startIndex, node.endIndex];
  else for (const child of node.children) if (child !== null) yield* commentsIn(child);
}
