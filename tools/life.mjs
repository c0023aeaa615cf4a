// Life: runs the body of a script with a time limit, and cleans up at its end, also after a failure and after Ctrl-C.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { out } from './places.mjs';

/** An error whose message is a sentence for the user of the terminal. It is printed without a stack. */
export class UserError extends Error {}

/**
 * Runs the body of a script, cleans up and ends the process. The exit code is 0, or 1 if the body threw or returned
 * false, or 130 after a signal.
 * @param {{ minutes: number }} bounds the time limit; none if it is Infinity
 * @param {(life: Life) => Promise<boolean | void>} body
 */
export async function runScript({ minutes }, body) {
  const life = new Life();
  const leave = code => life.end().then(() => process.exit(code));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void leave(130));
  let timer;
  const late = new Promise((_, reject) => {
    if (!Number.isFinite(minutes)) return;
    timer = setTimeout(
      () => reject(new UserError(`Not finished after ${minutes} minutes; stopped.`)),
      minutes * 60_000,
    );
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
    console.error(error instanceof UserError ? error.message : error);
  }
  clearTimeout(timer);
  await leave(code);
}

/**
 * The time from the start to the end of a script or of a part of it, with what must be cleaned up and logged at its
 * end.
 */
class Life {
  #name;
  #undo = [];
  #logs = [];
  #ended;

  constructor(name = '') {
    this.#name = name;
  }

  /** Runs the body with another Life, which ends after the body, or earlier if this Life ends. */
  async within(name, body) {
    const inner = new Life(name);
    this.onEnd(() => inner.end());
    try {
      return await body(inner);
    } finally {
      await inner.end();
    }
  }

  /** Adds a function that cleans up at the end. The functions are called in reverse order. */
  onEnd(undo) {
    this.#undo.push(undo);
  }

  /** Adds a log, which is written to a file if the run fails. `read` returns its text. */
  keepLog(name, read) {
    this.#logs.push({ name, read });
  }

  /** Writes the logs into files. With `show`, their last lines are printed too. */
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
      // If one function hangs or throws, the others are called all the same.
      const bound = new Promise(resolve => setTimeout(resolve, 5_000).unref());
      await Promise.race([Promise.resolve().then(undo), bound]).catch(error => console.error(String(error)));
    }
  }
}
