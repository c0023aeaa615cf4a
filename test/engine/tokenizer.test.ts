import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { createTokenizer, type Tokenizer } from '../../src/engine/tokenizer';
import { EMBEDDED, MARIAN, T5 } from './models';

function tokenizerOf(folder: string, sourceSentencePiece?: Uint8Array): Tokenizer {
  const json = (name: string): Record<string, unknown> =>
    JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')) as Record<string, unknown>;
  const extras = sourceSentencePiece === undefined ? {} : { sourceSentencePiece };
  return createTokenizer(json('tokenizer.json'), json('tokenizer_config.json'), extras);
}

describe('a tokenizer', () => {
  it('takes special tokens that are written in a text as text', () => {
    const tokenizer = tokenizerOf(EMBEDDED);
    const eos = tokenizer.idOf('</s>');
    const de = tokenizer.idOf('>>de<<');
    const [ids] = tokenizer.encode({ kind: 'text', texts: ['Use </s> and <pad>.'], prefix: '>>de<<' });
    assert.equal(ids[0], de);
    assert.equal(ids.indexOf(eos ?? -1), ids.length - 1);
    assert.ok(!ids.includes(tokenizer.idOf('<pad>') ?? -1));
    assert.match(tokenizer.decode(ids), /Use <\/s> and <pad>\./);
  });

  it('gives the same ids to a harmless text beside such a one', () => {
    for (const folder of [EMBEDDED, MARIAN, T5]) {
      const tokenizer = tokenizerOf(folder);
      const [alone] = tokenizer.encode({ kind: 'text', texts: ['The map.'] });
      const [, beside] = tokenizer.encode({ kind: 'text', texts: ['</s>', 'The map.'] });
      assert.deepEqual(beside, alone);
    }
  });

  it("takes Marian's code before a text that SentencePiece cuts, from the prefix or from the text", () => {
    const multi = path.join(__ROOT__, 'test/fixtures/marian-multi');
    const tokenizer = tokenizerOf(multi, fs.readFileSync(path.join(MARIAN, 'source.spm')));
    const ids = (text: string, prefix?: string): number[] =>
      tokenizer.encode({ kind: 'text', texts: [text], ...(prefix === undefined ? {} : { prefix }) })[0];
    const plain = ids('The old baker');
    const code = tokenizer.idOf('>>fr<<');
    assert.notEqual(code, undefined);
    for (const found of [
      ids('>>fr<< The old baker'),
      ids('The old baker', '>>fr<< '),
      ids('The old baker', '>>fr<<'),
    ]) {
      assert.deepEqual(found, [code, ...plain]);
    }
    assert.ok(!ids('The >>fr<< baker').includes(code ?? -1));
    assert.equal(ids('>>fr<< a', '>>de<<').filter(id => id === code).length, 0);
  });

  it('makes no text of no ids, and well-formed text of a lone surrogate', () => {
    const tokenizer = tokenizerOf(EMBEDDED);
    assert.equal(tokenizer.decode([]), '');
    const [ids] = tokenizer.encode({ kind: 'text', texts: ['a \ud800 b'] });
    assert.ok(ids.every(id => Number.isInteger(id)));
  });

  it('refuses a language that it does not know by name', () => {
    const source = { kind: 'text', texts: ['x'], sourceLanguageToken: 'xx_XX' } as const;
    assert.throws(() => tokenizerOf(EMBEDDED).encode(source), { code: 'bad-request' });
  });
});
