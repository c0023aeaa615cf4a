// Settings: those that every test VS Code starts with, so that it is quiet, offline and without other extensions.
import fs from 'node:fs';
import path from 'node:path';

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

const MACHINE_SCOPED = new Set(['attentive.modelFolders', 'attentive.threads', 'attentive.unloadAfterMinutes']);

/**
 * Writes the user's settings, and ours as those of the machine too, for a server reads what is scoped so from there alone. A
 * running VS Code takes them over at once.
 */
export function writeSettings(userData, settings) {
  const folder = path.join(userData, 'User');
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'settings.json'), JSON.stringify({ ...quiet, ...settings }, null, 2));
  const machine = path.join(userData, 'Machine');
  fs.mkdirSync(machine, { recursive: true });
  const own = Object.entries(settings).filter(([name]) => MACHINE_SCOPED.has(name));
  fs.writeFileSync(path.join(machine, 'settings.json'), JSON.stringify(Object.fromEntries(own), null, 2));
}
