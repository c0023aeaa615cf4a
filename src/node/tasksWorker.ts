// Tasks worker (Node): runs the tasks and the parsers of formats in a worker thread.
import { parentPort } from 'node:worker_threads';
import { serveTasks } from '../tasks/worker/serve';
import { portOfParent } from './spawn';

if (parentPort === null) throw new Error('this file runs only as a worker');
serveTasks(portOfParent(parentPort));
