// Formats worker (Node): runs the parsers of formats in a worker thread.
import { parentPort } from 'node:worker_threads';
import { serve } from '../base/rpc';
import { formatsContract } from '../formats/api/contract';
import { createFormats } from '../formats/handlers';
import { portOfParent } from './spawn';

if (parentPort === null) throw new Error('this file runs only as a worker');
serve(portOfParent(parentPort), formatsContract, createFormats());
