// Estimate: how long a text will take, from what earlier runs took, and the question before a very large one.
import * as vscode from 'vscode';
import { setting } from '../settings';
import type { InstalledModel } from './models';

/** Characters a second before anything was measured here: a small int8 model on one thread of an old laptop. */
const FIRST_GUESS = 150;
/** How much the newest run counts against the earlier ones. */
const NEWEST_SHARE = 0.5;
/** Shorter runs say more about starting than about speed. */
const LEAST_SECONDS = 0.5;

/** Asks before a very large text is begun. True if it is to be done. */
export async function confirmSize(
  texts: readonly string[],
  model: InstalledModel,
  memory: vscode.Memento,
): Promise<boolean> {
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  if (characters <= setting('confirmAboveCharacters')) return true;
  const speed = memory.get<number>(keyOf(model));
  const time = duration(characters / (speed ?? FIRST_GUESS));
  const size = characters.toLocaleString(vscode.env.language);
  const message =
    speed === undefined
      ? vscode.l10n.t(
          'This text has {0} characters. It will take very roughly {1} (nothing was measured on this machine yet).',
          size,
          time,
        )
      : vscode.l10n.t(
          'This text has {0} characters. It will take about {1}, going by earlier runs on this machine.',
          size,
          time,
        );
  const detail = vscode.l10n.t('You can cancel at any time; the document is changed only at the end.');
  const go = vscode.l10n.t('Continue');
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, go)) === go;
}

/** Remembers how fast a run was. */
export async function learnSpeed(
  model: InstalledModel,
  characters: number,
  seconds: number,
  memory: vscode.Memento,
): Promise<void> {
  if (seconds < LEAST_SECONDS) return;
  const now = characters / seconds;
  const before = memory.get<number>(keyOf(model)) ?? now;
  await memory.update(keyOf(model), NEWEST_SHARE * now + (1 - NEWEST_SHARE) * before);
}

function keyOf(model: InstalledModel): string {
  return `attentive.charactersPerSecond.${model.card.id}`;
}

function duration(seconds: number): string {
  if (seconds < 90) return vscode.l10n.t('{0} seconds', Math.max(1, Math.round(seconds)));
  if (seconds < 5400) return vscode.l10n.t('{0} minutes', Math.round(seconds / 60));
  return vscode.l10n.t('{0} hours', (seconds / 3600).toFixed(1));
}
