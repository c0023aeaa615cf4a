// System: a process of bench/peers.mjs with a loaded model, which runs jobs.
import { fork } from 'node:child_process';

export class System {
  /** @param {import('node:child_process').ChildProcess} child */
  constructor(child) {
    this.child = child;
  }

  /**
   * Starts a process and waits until it has loaded the model.
   *
   * @param {string} script
   * @param {object} setup what the script reads from its only argument
   */
  static async start(script, setup) {
    const system = new System(fork(script, [JSON.stringify(setup)]));
    const { loadMs } = await system.answer();
    return { system, loadMs };
  }

  /** @returns {Promise<{ ms: number, tokens: number, batch?: number }>} */
  run(job) {
    const answer = this.answer();
    this.child.send(job);
    return answer;
  }

  end() {
    this.child.kill();
  }

  /** The next message of the process. */
  answer() {
    return new Promise((resolve, reject) => {
      const fail = code => reject(new Error(`a process ended with ${code}`));
      this.child.once('exit', fail);
      this.child.once('message', message => {
        this.child.off('exit', fail);
        resolve(message);
      });
    });
  }
}
