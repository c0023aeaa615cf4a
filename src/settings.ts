// Settings: reads the settings of the extension, with types. Defaults and descriptions are in package.json only.
import * as vscode from 'vscode';
import { validSetting, type SettingKey, type Settings } from './settingKeys';

/** The value of a setting for a resource, or for the window if `scope` is left out; the default if it is not valid. */
export function setting<K extends SettingKey>(key: K, scope?: vscode.ConfigurationScope): Settings[K] {
  const configuration = vscode.workspace.getConfiguration('attentive', scope);
  const standard = configuration.inspect<Settings[K]>(key)?.defaultValue;
  if (standard === undefined) throw new Error(`package.json declares no setting attentive.${key}`);
  return validSetting(key, configuration.get<unknown>(key), standard);
}

/** Calls the listener when one of these settings was changed. */
export function onSettingChange(keys: readonly SettingKey[], listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration(event => {
    if (keys.some(key => event.affectsConfiguration(`attentive.${key}`))) listener();
  });
}
