// Formats worker (web): runs the parsers of formats in a web worker.
import { serve } from '../base/rpc';
import { formatsContract } from '../formats/api/contract';
import { createFormats } from '../formats/handlers';
import { portOfScope } from './spawn';

serve(portOfScope(globalThis as unknown as Worker), formatsContract, createFormats());
