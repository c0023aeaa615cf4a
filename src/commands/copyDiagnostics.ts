// Copy diagnostics: puts into the clipboard what a report about the engine needs: versions, runtime, self-check, speed and settings. It
// has no text that was translated, and no names of folders.
import * as vscode from 'vscode';
import { setting } from '../settings';
import { SETTING_KEYS } from '../settingKeys';
import { FAST_BACKENDS, type FastBackend } from '../tasks/backends/backend';
import type { Measurement } from '../tasks/backends/measurements';
import type { EngineState } from '../tasks/enginePool';

/** What is known of the process or worker of a runtime. */
export interface ProcessState {
  readonly version: string;
  /** Undefined for a worker, which is no process of its own. */
  readonly pid?: number;
  /** The memory of the process; undefined if it has ended, or is busy with a run. */
  readonly bytes?: number;
}

/** What is known of the engine. */
export interface EngineFacts {
  readonly state: EngineState;
  /** Of the last run; undefined before the first. */
  readonly tokensPerSecond: number | undefined;
  /** The runtimes besides WebAssembly that the installation has. */
  readonly has: readonly FastBackend[];
  /** The process of each runtime that was started last; it may have ended. */
  readonly processes: ReadonlyMap<FastBackend, ProcessState>;
  /** By the names of model and runtime. */
  readonly measurements: ReadonlyMap<string, Measurement>;
}

/** @param machine describes the host: processor, cores, memory */
export async function copyDiagnostics(
  extension: vscode.Extension<unknown>,
  machine: string,
  facts: EngineFacts,
): Promise<void> {
  const { version } = extension.packageJSON as { readonly version: string };
  const lines = [
    `Attentive ${version}, VS Code ${vscode.version} (${vscode.env.appHost}, ${vscode.env.remoteName ?? 'local'})`,
    machine,
    ...engineLines(facts),
    ...SETTING_KEYS.map(key => `attentive.${key}: ${shown(setting(key), key === 'modelFolders')}`),
  ];
  await vscode.env.clipboard.writeText(`${lines.join('\n')}\n`);
  void vscode.window.showInformationMessage(
    vscode.l10n.t('The diagnostics are in the clipboard: versions, runtime, speed and settings, and no texts.'),
  );
}

/** What is known of the engine, one line for each kind of facts. */
export function engineLines({ state, tokensPerSecond, has, processes, measurements }: EngineFacts): string[] {
  const runtime = 'runtime' in state ? state.runtime : undefined;
  return [
    `engine: ${state.kind}${state.kind === 'off' ? '' : `, model: ${state.model}`}`,
    ...(state.kind === 'failed' ? [`error: ${state.error.code}: ${state.error.message}`] : []),
    `runtime: ${runtime?.name ?? 'none'}${runtime?.fault === undefined ? '' : `; ${runtime.fault.runtime} not used: ${runtime.fault.reason}`}`,
    ...(tokensPerSecond === undefined ? [] : [`last speed: ${Math.round(tokensPerSecond)} tokens/s`]),
    ...FAST_BACKENDS.map(name => {
      const started = processes.get(name);
      if (started === undefined)
        return `${name} runtime: ${has.includes(name) ? 'not started' : 'not in this package'}`;
      return `${name} runtime: ${processText(started)}`;
    }),
    ...[...measurements].map(([name, { check, times: ms, wasm, limitMs }]) => {
      const times = `${rounded(ms)} ms, WebAssembly ${rounded(wasm)} ms with 1 and 16 rows`;
      const { hidden, logits, best } = check.difference;
      const figures = `hidden ${hidden}, logits ${logits}, best ${best}, limit ${check.most}`;
      return `self-check of ${name}: ${check.isPassed ? 'passed' : 'failed'} (${figures}); ${times}; hangs after ${limitMs} ms`;
    }),
  ];
}

function processText({ version, pid, bytes }: ProcessState): string {
  if (pid === undefined) return `ONNX Runtime ${version}`;
  const memory = bytes === undefined ? 'ended or busy' : `${Math.round(bytes / 1e6)} MB of memory`;
  return `ONNX Runtime ${version}, process ${pid}, ${memory}`;
}

function rounded(times: readonly number[]): string {
  return times.map(ms => ms.toFixed(1)).join(' and ');
}

/** A setting's value; of a list of folders only their number, because their names may say who the user is. */
function shown(value: unknown, isPrivate: boolean): string {
  return isPrivate && Array.isArray(value) ? `${value.length}` : JSON.stringify(value);
}
