// Lock: lets one process at a time do something with files. A lock is a file that names its owner; the lock of a process that ended
// without removing it counts as free.
import crypto from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { cancelled } from '../../base/errors';
import { parseJsonFile } from '../../base/json';
import { systemClock } from '../../models/download/clock';

/** How often a waiting process looks again, and how often an owner shows that it is alive. */
const LOOK_MS = 100;
const BEAT_MS = 5_000;

/**
 * A lock whose file stays untouched while a waiting process looks so often is free, whatever its owner: the process may have run on
 * another machine that has the same folder, or another process may have got its number. Looks are counted, not time: when a computer
 * wakes up, much time has passed for both, and the owner must first have the chance to touch its lock.
 */
const DEAD_AFTER_LOOKS = 600;

/** What a process that cannot wait takes for dead, whatever its owner. */
const DEAD_AFTER_MS = 24 * 3600 * 1000;

/** A file without an owner in it is being written; its process may have ended just then. */
const UNWRITTEN_AFTER_MS = 10_000;

interface Owner {
  readonly host: string;
  readonly pid: number;
  /** Different for each lock that was ever taken. */
  readonly token: string;
}

/**
 * Runs work while no other process that asks for the same lock runs its own.
 *
 * @param file the lock's file, whose folder must exist
 * @throws AttentiveError `cancelled`; the error of the file system; what the work throws
 */
export async function withLock<T>(file: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const owner: Owner = { host: os.hostname(), pid: process.pid, token: crypto.randomUUID() };
  let touched: number | undefined;
  for (let looks = 0; !(await take(file, owner)); looks += 1) {
    if (signal.aborted) throw cancelled();
    const now = await touchedAt(file);
    if (now !== touched) looks = 0;
    touched = now;
    if (!(await removeDead(file, looks >= DEAD_AFTER_LOOKS))) await systemClock.wait(LOOK_MS, signal);
  }
  const beat = setInterval(() => void touch(file), BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    if ((await ownerOf(file))?.token === owner.token) await fs.rm(file, { force: true });
  }
}

/** Whether a process that is alive holds a lock. */
export async function isHeld(file: string): Promise<boolean> {
  const age = await ageOf(file);
  return age !== undefined && !isDead(await ownerOf(file), age);
}

/** Makes the lock's file; false if there is one already. */
async function take(file: string, owner: Owner): Promise<boolean> {
  try {
    await fs.writeFile(file, JSON.stringify(owner), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Removes the lock of a process that has ended; false if there is no such lock. Of several processes that find it, one may remove it: the one that
 * makes a file named after the dead lock's token. Inside, the owner is read again, so that nobody removes a lock that was taken since.
 */
async function removeDead(file: string, isUntouched: boolean): Promise<boolean> {
  const [owner, age] = [await ownerOf(file), await ageOf(file)];
  if (age === undefined) return true;
  if (!isUntouched && !isDead(owner, age)) return false;
  const right = path.join(path.dirname(file), `${path.basename(file)}.${owner?.token ?? 'unwritten'}`);
  const rightAge = await ageOf(right);
  if (rightAge !== undefined && rightAge > UNWRITTEN_AFTER_MS) await fs.rm(right, { force: true });
  if (!(await take(right, { host: os.hostname(), pid: process.pid, token: '' }))) return false;
  try {
    const now = await ownerOf(file);
    const isSame =
      now?.token === owner?.token && (owner !== undefined || ((await ageOf(file)) ?? 0) > UNWRITTEN_AFTER_MS);
    if (isSame) await fs.rm(file, { force: true });
    return isSame;
  } finally {
    await fs.rm(right, { force: true });
  }
}

function isDead(owner: Owner | undefined, age: number): boolean {
  if (owner === undefined) return age > UNWRITTEN_AFTER_MS;
  return age > DEAD_AFTER_MS || (owner.host === os.hostname() && !isRunning(owner.pid));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: there is such a process, and it belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function ownerOf(file: string): Promise<Owner | undefined> {
  try {
    const { host, pid, token } = parseJsonFile(file, await fs.readFile(file, 'utf8'));
    if (typeof host !== 'string' || typeof pid !== 'number' || typeof token !== 'string') return undefined;
    return /^[\w-]*$/.test(token) ? { host, pid, token } : undefined;
  } catch {
    return undefined;
  }
}

/** Milliseconds since a file was touched; undefined if there is none. */
async function ageOf(file: string): Promise<number | undefined> {
  const touched = await touchedAt(file);
  return touched === undefined ? undefined : Date.now() - touched;
}

async function touchedAt(file: string): Promise<number | undefined> {
  return (await fs.stat(file).catch(() => undefined))?.mtimeMs;
}

async function touch(file: string): Promise<void> {
  const now = new Date();
  await fs.utimes(file, now, now).catch(() => undefined);
}
