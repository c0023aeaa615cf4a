// Processor time: how long this process and one of its children have computed. On a machine that also does other work it says more than
// the time on the clock; on one thread of an idle machine both are the same.
import fs from 'node:fs';
import process from 'node:process';

/**
 * Milliseconds since the processes were started, of all their threads.
 *
 * @param {number} [child] the id of a child process
 * @returns {number}
 * @throws {Error} if there is a child and the system is not Linux
 */
export function processorMs(child) {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000 + (child === undefined ? 0 : childMs(child));
}

/** The first number of a thread's schedstat is its time on a processor, in nanoseconds. */
function childMs(child) {
  const folder = `/proc/${child}/task`;
  const times = fs.readdirSync(folder).map(thread => {
    return Number(fs.readFileSync(`${folder}/${thread}/schedstat`, 'utf8').split(' ')[0]);
  });
  return times.reduce((sum, time) => sum + time, 0) / 1e6;
}
