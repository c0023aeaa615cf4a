// Main: the entry of the command line `attentive`, which translates, summarizes, generates, explains and adds models.
import fs from 'node:fs/promises';
import path from 'node:path';
import { asAttentive } from '../../base/errors';
import { type Arguments, readArguments } from './arguments';
import { CATALOG, DIST } from './engine';
import { runExplain } from './explain';
import { runGenerate } from './generate';
import { terminalSentence } from './messages';
import { runModels } from './models/models';
import { runRewrite } from './rewrite';
import { UsageError } from './terminal/usageError';
import { USAGE } from './usage';
import { UnwrittenError } from '../disk/atomicFile';

const HELP: Arguments = { command: 'help' };

void main().then(code => (process.exitCode = code));

async function main(): Promise<number> {
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader such as `head` closes the pipe early on purpose; other failures, such as a full disk, are errors.
    if (error.code === 'EPIPE') process.exit(0);
    process.stderr.write(`attentive: the result cannot be written: ${error.message}.\n`);
    process.exit(1);
  });
  // Failures of stderr, which carries progress and messages but no result, are ignored.
  process.stderr.on('error', () => undefined);
  try {
    const [command, ...rest] = process.argv.slice(2);
    if (command === 'models' && !rest.includes('--help') && !rest.includes('-h')) {
      await runModels(rest, CATALOG, interrupt.signal);
      return 0;
    }
    const args = command === 'models' ? HELP : readArguments(process.argv.slice(2));
    if (args.command === 'help') process.stdout.write(USAGE);
    else if (args.command === 'version') process.stdout.write(`${await version()}\n`);
    else if (args.command === 'generate') await runGenerate(args, interrupt.signal);
    else if (args.command === 'explain') await runExplain(args, interrupt.signal);
    else await runRewrite(args, interrupt.signal);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`attentive: ${error.message}\nattentive --help lists the commands and options.\n`);
      return 2;
    }
    process.stderr.write(`attentive: ${error instanceof UnwrittenError ? error.message : terminalSentence(error)}\n`);
    if (process.env['ATTENTIVE_DEBUG'] !== undefined) process.stderr.write(`${asAttentive(error).stack ?? ''}\n`);
    return exitCodeOf(error);
  }
}

function exitCodeOf(error: unknown): number {
  switch (asAttentive(error).code) {
    case 'nothing-to-do':
      return 3;
    case 'task-unsupported':
      return 4;
    case 'bad-request':
      return 2;
    case 'cancelled':
      return 130;
    default:
      return 1;
  }
}

async function version(): Promise<string> {
  const manifest: unknown = JSON.parse(await fs.readFile(path.join(DIST, '..', 'package.json'), 'utf8'));
  return String((manifest as { readonly version?: unknown }).version);
}
