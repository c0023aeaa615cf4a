// Tasks worker (web): runs the tasks and the parsers of formats in a web worker.
import { serveTasks } from '../tasks/worker/serve';
import { portOfScope } from './spawn';

serveTasks(portOfScope(globalThis as unknown as Worker));
