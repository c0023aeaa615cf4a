// Port tasks: the tasks behind their contract over a message channel, as in a worker, but in this thread.
import { MessageChannel } from 'node:worker_threads';
import { serveTasks } from '../../../../src/tasks/worker/serve';
import { Tasks } from '../../../../src/tasks/worker/tasks';
import { portOf } from '../../base/ports';

export function portTasks(): Tasks {
  return new Tasks({
    start: async () => {
      const { port1, port2 } = new MessageChannel();
      const served = serveTasks(portOf(port2));
      const port = portOf(port1);
      // The ports must not keep the process of the tests from ending.
      port1.unref();
      port2.unref();
      return {
        port,
        dispose: () => {
          served.dispose();
          port1.close();
        },
      };
    },
    grammarFile: name => Promise.reject(new Error(`the tests of the tasks need no grammar: ${name}`)),
  });
}
