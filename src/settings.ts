// Settings: every setting of the extension, typed. Defaults and descriptions stand in package.json alone.
import * as vscode from 'vscode';
import type { SettingKey, Settings } from './settingKeys';

/** The value of a setting for a place in the workspace, or for the window. */
export function setting<K extends SettingKey>(key: K, scope?: vscode.ConfigurationScope): Settings[K] {
  const value = vscode.workspace.getConfiguration('attentive', scope).get<Settings[K]>(key);
  if (value === undefined) throw new Error(`package.json declares no setting attentive.${key}`);
  return value;
}

/** Calls the listener when one of these settings was changed. */
export function onSettingChange(keys: readonly SettingKey[], listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration(event => {
    if (keys.some(key => event.affectsConfiguration(`attentive.${key}`))) listener();
  });
}
