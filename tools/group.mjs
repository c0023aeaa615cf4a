// Group: a child process together with all that it starts, which ends as one process group.
import { spawn } from 'node:child_process';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';

/** Starts a command in a group of its own; the group ends with the life, before anything started earlier is undone. */
export function spawnGroup(life, command, args, options) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options, detached: true });
  life.own(() => stop(child));
  return child;
}

/** Answers when the group is gone: its last writes must be over before its folder is removed. */
async function stop({ pid }) {
  if (pid === undefined) return;
  for (const [name, tries] of [
    ['SIGTERM', 30],
    ['SIGKILL', 10],
  ]) {
    if (!signal(pid, name)) return;
    for (let left = tries; left > 0; left--) {
      if (!signal(pid, 0)) return;
      await wait(100);
    }
  }
}

/** False when no process of the group is left. */
function signal(pid, name) {
  try {
    return process.kill(-pid, name);
  } catch {
    return false;
  }
}
