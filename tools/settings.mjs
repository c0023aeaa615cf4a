// Settings: writes the settings of a VS Code for tests, which make it quiet and offline.
import fs from 'node:fs';
import path from 'node:path';

/** The settings that make a VS Code quiet and offline. */
export const quiet = {
  'telemetry.telemetryLevel': 'off',
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'typescript.disableAutomaticTypeAcquisition': true,
  'update.showReleaseNotes': false,
};

/** Attentive's settings with the scope `machine` in package.json. */
const MACHINE_SCOPED = new Set(['attentive.modelFolders', 'attentive.threads', 'attentive.unloadAfterMinutes']);

/**
 * Writes the user's settings, and those of `quiet`, into the folder of the user's data. Settings of Attentive with the scope
 * `machine` are also written as settings of the machine, because a server reads them only from there. A running VS Code applies
 * changes at once.
 */
export function writeSettings(userData, settings) {
  const folder = path.join(userData, 'User');
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'settings.json'), JSON.stringify({ ...quiet, ...settings }, null, 2));
  const machine = path.join(userData, 'Machine');
  fs.mkdirSync(machine, { recursive: true });
  const machineSettings = Object.entries(settings).filter(([name]) => MACHINE_SCOPED.has(name));
  fs.writeFileSync(path.join(machine, 'settings.json'), JSON.stringify(Object.fromEntries(machineSettings), null, 2));
}
