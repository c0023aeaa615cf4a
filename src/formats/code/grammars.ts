// Grammars: keeps the grammars that the client has sent, and the engine of regular expressions that runs them.
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import { type IGrammar, type IRawGrammar, Registry } from 'vscode-textmate';
import { badRequest } from '../../base/errors';
import type { GrammarRequest } from '../api/contract';

export class Grammars {
  private engine: Promise<void> | undefined;
  private readonly byScope = new Map<string, IGrammar>();

  /**
   * Loads the engine of regular expressions (Oniguruma, WebAssembly).
   *
   * @throws what WebAssembly throws if the bytes are no engine
   */
  prepare(onig: Uint8Array<ArrayBuffer>): Promise<void> {
    this.engine ??= loadWASM({ data: onig }).catch((error: unknown) => {
      this.engine = undefined;
      throw error;
    });
    return this.engine;
  }

  /**
   * Keeps a grammar of a file, under its scope.
   *
   * @throws AttentiveError `bad-request` if `prepare` was not called before, or if the file has no grammar of the scope
   */
  async take({ scope, json }: GrammarRequest): Promise<void> {
    if (this.engine === undefined) throw badRequest('scope', 'the engine of the grammars was not given');
    await this.engine;
    const raws = new Map((JSON.parse(json) as IRawGrammar[]).map(raw => [raw.scopeName, raw]));
    // Each file has a registry of its own, because a file may leave out a grammar that other files include.
    const registry = new Registry({
      onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
      loadGrammar: name => Promise.resolve(raws.get(name)),
    });
    const grammar = await registry.loadGrammar(scope);
    if (grammar === null) throw badRequest('scope', `there is no grammar of ${scope} in its file`);
    this.byScope.set(scope, grammar);
  }

  /** @throws AttentiveError `bad-request` if the grammar was not given to `take` */
  get(scope: string): IGrammar {
    const grammar = this.byScope.get(scope);
    if (grammar === undefined) throw badRequest('grammar', `the grammar ${scope} was not given`);
    return grammar;
  }
}
