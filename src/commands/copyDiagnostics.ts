// Copy diagnostics: puts into the clipboard what a report about the engine needs: versions, runtime, self-check, speed and settings. It
// has no text that was translated, and no names of folders.
import * as vscode from 'vscode';
import { setting } from '../settings';
import { SETTING_KEYS } from '../settingKeys';
import type { Measurement } from '../tasks/backends/measurements';
import type { EngineState } from '../tasks/enginePool';

/** What is known of a native process. */
export interface NativeProcessFacts {
  readonly version: string;
  readonly pid: number;
  /** Its memory; undefined if it has ended, or is busy with a run. */
  readonly bytes: number | undefined;
}

/** What is known of the engine. */
export interface EngineFacts {
  readonly state: EngineState;
  /** Of the last run; undefined before the first. */
  readonly tokensPerSecond: number | undefined;
  readonly hasNative: boolean;
  /** The native process that was started last; it may have ended. */
  readonly native: NativeProcessFacts | undefined;
  /** By the name of the model. */
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
export function engineLines({ state, tokensPerSecond, hasNative, native, measurements }: EngineFacts): string[] {
  const runtime = 'runtime' in state ? state.runtime : undefined;
  return [
    `engine: ${state.kind}${state.kind === 'off' ? '' : `, model: ${state.model}`}`,
    ...(state.kind === 'failed' ? [`error: ${state.error.code}: ${state.error.message}`] : []),
    `runtime: ${runtime?.name ?? 'none'}${runtime?.fault === undefined ? '' : `; native not used: ${runtime.fault}`}`,
    ...(tokensPerSecond === undefined ? [] : [`last speed: ${Math.round(tokensPerSecond)} tokens/s`]),
    `native runtime: ${native === undefined ? (hasNative ? 'not started' : 'not in this package') : processText(native)}`,
    ...[...measurements].map(([name, { check, native: ms, wasm, limitMs }]) => {
      const times = `native ${rounded(ms)} ms, WebAssembly ${rounded(wasm)} ms with 1 and 16 rows`;
      const { hidden, logits, best } = check.difference;
      const figures = `hidden ${hidden}, logits ${logits}, best ${best}, limit ${check.most}`;
      return `self-check of ${name}: ${check.isPassed ? 'passed' : 'failed'} (${figures}); ${times}; hangs after ${limitMs} ms`;
    }),
  ];
}

function processText({ version, pid, bytes }: NativeProcessFacts): string {
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
