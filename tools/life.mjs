// Life: bounds one run in time and ends whatever it started, also on failure and Ctrl-C.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { out } from './places.mjs';

/** An end that the person at the terminal should read as one sentence, without a stack. */
export class Plain extends Error {}

/**
 * Runs the body and sets the exit code: 0, or 1 when it threw or answered false.
 * @param {{ minutes: number }} bounds
 * @param {(life: Life) => Promise<boolean | void>} body
 */
export async function live({ minutes }, body) {
  const life = new Life();
  const leave = code => life.end().then(() => process.exit(code));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void leave(130));
  let timer;
  const late = new Promise((_, reject) => {
    if (!Number.isFinite(minutes)) return;
    timer = setTimeout(() => reject(new Plain(`Not finished after ${minutes} minutes; stopped.`)), minutes * 60_000);
  });
  let code = 0;
  try {
    if ((await Promise.race([body(life), late])) === false) {
      code = 1;
      life.writeLogs();
    }
  } catch (error) {
    code = 1;
    life.writeLogs({ show: true });
    console.error(error instanceof Plain ? error.message : error);
  }
  clearTimeout(timer);
  await leave(code);
}

class Life {
  #name;
  #undo = [];
  #logs = [];
  #ended;

  constructor(name = '') {
    this.#name = name;
  }

  /** Runs the body with a life of its own, which ends with the body, or earlier with this one. */
  async within(name, body) {
    const inner = new Life(name);
    this.own(() => inner.end());
    try {
      return await body(inner);
    } finally {
      await inner.end();
    }
  }

  /** What must be undone at the end, last first. */
  own(undo) {
    this.#undo.push(undo);
  }

  /** A log worth reading when the run failed. */
  keepLog(name, read) {
    this.#logs.push({ name, read });
  }

  /** Into files; with `show` their last lines also go to the terminal, for a run that said nothing else. */
  writeLogs({ show = false } = {}) {
    const folder = path.join(out, 'logs', path.basename(process.argv[1], '.mjs'), this.#name);
    for (const { name, read } of this.#logs) {
      const text = read().trim();
      if (text === '') continue;
      const file = path.join(folder, `${name.replaceAll(' ', '-')}.log`);
      fs.mkdirSync(folder, { recursive: true });
      fs.writeFileSync(file, `${text}\n`);
      console.error(`The log of the ${name}: ${file}`);
      if (show) console.error(`${text.split('\n').slice(-60).join('\n')}\n`);
    }
  }

  end() {
    this.#ended ??= this.#endOnce();
    return this.#ended;
  }

  async #endOnce() {
    for (const undo of this.#undo.reverse()) {
      // One undoing that hangs or throws must not keep the others from happening.
      const bound = new Promise(resolve => setTimeout(resolve, 5_000).unref());
      await Promise.race([Promise.resolve().then(undo), bound]).catch(error => console.error(String(error)));
    }
  }
}
