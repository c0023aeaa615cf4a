// Setting keys: the names, types and bounds of the settings. This file does not import `vscode`, so that a test can
// compare it with package.json.

import { BACKENDS, type BackendSetting } from './tasks/backends/choice';

export const OUTPUTS = ['preview', 'replace', 'insertAbove', 'insertBelow', 'beside', 'copy'] as const;

/** Where a result goes. */
export type Output = (typeof OUTPUTS)[number];

export interface Settings {
  /** A BCP 47 tag; '': the user is asked. */
  readonly 'translate.targetLanguage': string;
  /** The keys of front matter whose values are translated. */
  readonly 'translate.frontMatterKeys': readonly string[];
  readonly 'summarize.form': string;
  readonly output: Output | 'ask';
  /** How many beams a search follows; 'auto': by the length of the text. */
  readonly numBeams: number | 'auto';
  /** The runtime; `auto`: the faster one. */
  readonly backend: BackendSetting;
  /** 0: as many as suit the number of cores. */
  readonly threads: number;
  readonly modelFolders: readonly string[];
  /** 0: never. */
  readonly unloadAfterMinutes: number;
  readonly confirmAboveCharacters: number;
  readonly underlineUncovered: boolean;
}

export type SettingKey = keyof Settings;

export const SETTING_KEYS = Object.keys({
  'translate.targetLanguage': true,
  'translate.frontMatterKeys': true,
  'summarize.form': true,
  output: true,
  numBeams: true,
  backend: true,
  threads: true,
  modelFolders: true,
  unloadAfterMinutes: true,
  confirmAboveCharacters: true,
  underlineUncovered: true,
} satisfies Record<SettingKey, true>) as readonly SettingKey[];

/**
 * The bounds of numbers, as in package.json. The editor warns about a value outside of them, but returns it all the
 * same.
 */
export const BOUNDS: Partial<Record<SettingKey, readonly [least: number, most: number]>> = {
  numBeams: [1, 8],
  threads: [0, 64],
  unloadAfterMinutes: [0, Infinity],
  confirmAboveCharacters: [1000, Infinity],
};

/** A value from a settings file, if it has the setting's type and is within its bounds; else the default (`standard`). */
export function validSetting<K extends SettingKey>(key: K, value: unknown, standard: Settings[K]): Settings[K] {
  if (key === 'numBeams' && value === 'auto') return value as Settings[K];
  const isOfKind =
    key === 'numBeams'
      ? typeof value === 'number'
      : Array.isArray(standard)
        ? Array.isArray(value) && value.every(item => typeof item === 'string')
        : typeof value === typeof standard;
  if (!isOfKind) return standard;
  if (key === 'output' && value !== 'ask' && !isOutput(value)) return standard;
  if (key === 'backend' && !BACKENDS.some(backend => backend === value)) return standard;
  const [least, most] = BOUNDS[key] ?? [-Infinity, Infinity];
  if (typeof value === 'number' && !(value >= least && value <= most)) return standard;
  return value as Settings[K];
}

export function isOutput(value: unknown): value is Output {
  return OUTPUTS.some(output => output === value);
}
