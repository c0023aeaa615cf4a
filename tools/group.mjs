// Group: starts a child process as a process group, which can be ended together with all processes that it starts.
import { spawn } from 'node:child_process';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * Starts a command in a new process group. The group is ended when `life` ends, before the cleanup of earlier steps.
 */
export function spawnGroup(life, command, args, options) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options, detached: true });
  life.onEnd(() => stop(child));
  return child;
}

/** Ends a group. Resolves when no process of it is left to write into a folder that is then removed, or after 4 s. */
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

/** Sends a signal to the group; signal 0 only tests. False if no process of the group is left. */
function signal(pid, name) {
  try {
    return process.kill(-pid, name);
  } catch {
    return false;
  }
}
