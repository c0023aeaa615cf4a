// Setting keys: the names and types of the settings, apart from the editor, so that a test can hold the manifest to them.

export const OUTPUTS = ['replace', 'insertBelow', 'preview', 'copy'] as const;

/** Where a result goes. */
export type Output = (typeof OUTPUTS)[number];

export interface Settings {
  /** BCP 47 tag, or '' to ask. */
  readonly 'translate.targetLanguage': string;
  readonly 'summarize.form': string;
  readonly output: Output | 'ask';
  readonly numBeams: number;
  /** 0: chosen by the number of cores. */
  readonly threads: number;
  readonly modelFolders: readonly string[];
  /** 0: never. */
  readonly unloadAfterMinutes: number;
  readonly confirmAboveCharacters: number;
}

export type SettingKey = keyof Settings;

export const SETTING_KEYS = Object.keys({
  'translate.targetLanguage': true,
  'summarize.form': true,
  output: true,
  numBeams: true,
  threads: true,
  modelFolders: true,
  unloadAfterMinutes: true,
  confirmAboveCharacters: true,
} satisfies Record<SettingKey, true>) as readonly SettingKey[];
