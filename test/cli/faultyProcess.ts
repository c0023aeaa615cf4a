// Faulty process: what the tests of processes that fail in the middle of a job have in common.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { consumed } from '../../src/base/streams';
import type { Engine, GenerateEvent, GenerateRequest } from '../../src/engine/api/contract';

/** Makes a package of one script, which a process loads in place of the native runtime. Returns its folder. */
export function libraryOf(folder: string, script: string): string {
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "main": "index.js" }');
  fs.writeFileSync(path.join(folder, 'index.js'), script);
  return folder;
}

export type Rows = Extract<GenerateEvent, { kind: 'row' }>[];

/** The results of all rows, which must come once each. */
export async function rowsOf(engine: Engine, request: GenerateRequest): Promise<Rows> {
  const found: Rows = [];
  const stats = await consumed(engine.generate(request, new AbortController().signal), event => {
    if (event.kind !== 'row') return;
    assert.equal(found[event.row], undefined, `row ${event.row} comes once`);
    found[event.row] = event;
  });
  assert.ok(stats.newTokens > 0);
  return found;
}
