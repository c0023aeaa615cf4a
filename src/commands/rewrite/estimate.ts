// Estimate: the stored pace of earlier runs, and the question that is asked before a run on a very large text.
import * as vscode from 'vscode';
import type { GenerateStats } from '../../engine/api/contract';
import { setting } from '../../settings';
import { SUITABLE_BEAMS, suitableBeams } from '../../tasks/beams';
import { mergedPace, type Pace, type RunKind, paceKey, secondsFor, withBeams } from './pace';

const MOST_BEAMS = 8;

/** How many beams a run's search follows. */
export interface BeamChoice {
  readonly numBeams: number;
  /** A sentence that says why, in the user's language, if the number was chosen automatically. */
  readonly why?: string;
}

/**
 * The beams that the setting names (`set`); for `auto`, those that suit the length of the texts and the pace of earlier runs.
 *
 * @param characters how many UTF-16 units of the texts go through the model
 */
export function beamsFor(
  characters: number,
  { kind, set }: { readonly kind: Omit<RunKind, 'numBeams'>; readonly set: number | 'auto' },
  memory: vscode.Memento,
): BeamChoice {
  if (set !== 'auto') return { numBeams: set };
  const pace = paceOf({ ...kind, numBeams: SUITABLE_BEAMS }, memory);
  const seconds = pace === undefined ? undefined : secondsFor(characters, pace);
  const numBeams = suitableBeams(characters, seconds);
  return { numBeams, why: whyOf(numBeams > 1, seconds) };
}

/** Why beam search was chosen or not: by the seconds that it would take or, if these are not known, by the length of the text. */
function whyOf(isBeamSearch: boolean, seconds: number | undefined): string {
  if (seconds === undefined) {
    return isBeamSearch
      ? vscode.l10n.t('Chosen automatically, because the text is short.')
      : vscode.l10n.t('Chosen automatically, because the text is long.');
  }
  return isBeamSearch
    ? vscode.l10n.t('Chosen automatically: with {0} beams the text takes about {1}.', SUITABLE_BEAMS, duration(seconds))
    : vscode.l10n.t(
        'Chosen automatically: with {0} beams the text would take about {1}.',
        SUITABLE_BEAMS,
        duration(seconds),
      );
}

/**
 * Asks the user before a very large text is run. True if the run should start.
 *
 * @param characters how many UTF-16 units of the texts go through the model
 */
export async function confirmSize(
  { texts, characters }: { readonly texts: readonly string[]; readonly characters: number },
  kind: RunKind,
  memory: vscode.Memento,
): Promise<boolean> {
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  if (length <= setting('confirmAboveCharacters')) return true;
  const pace = paceOf(kind, memory);
  const size = length.toLocaleString(vscode.env.language);
  const message =
    pace === undefined
      ? vscode.l10n.t(
          'This text has {0} characters. How long that takes on this machine is not known yet: you will see it while it runs.',
          size,
        )
      : vscode.l10n.t(
          'This text has {0} characters. It will take about {1}, going by earlier runs on this machine.',
          size,
          duration(secondsFor(characters, pace)),
        );
  const detail = vscode.l10n.t('You can cancel at any time; the document is changed only at the end.');
  const go = vscode.l10n.t('Continue');
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, go)) === go;
}

/** The pace of earlier runs of this kind, else an estimate from runs with another number of beams, else undefined. */
export function paceOf(kind: RunKind, memory: vscode.Memento): Pace | undefined {
  const known = memory.get<Pace>(paceKey(kind));
  if (known !== undefined) return known;
  for (let numBeams = 1; numBeams <= MOST_BEAMS; numBeams++) {
    const other = memory.get<Pace>(paceKey({ ...kind, numBeams }));
    if (other !== undefined) return withBeams(other, numBeams, kind.numBeams);
  }
  return undefined;
}

/** Stores the pace of a run, merged with that of earlier ones. */
export async function learnPace(
  kind: RunKind,
  run: { readonly characters: number; readonly seconds: number; readonly stats: GenerateStats },
  memory: vscode.Memento,
): Promise<void> {
  const { sourceTokens, newTokens } = run.stats;
  const now = { characters: run.characters, sourceTokens, newTokens, seconds: run.seconds };
  const pace = mergedPace(memory.get<Pace>(paceKey(kind)), now);
  if (pace !== undefined) await memory.update(paceKey(kind), pace);
}

/** A duration in words, rounded to the precision of an estimate. */
export function duration(seconds: number): string {
  if (seconds < 10) return vscode.l10n.t('{0} s', Math.max(1, Math.round(seconds)));
  if (seconds < 100) return vscode.l10n.t('{0} s', Math.round(seconds / 5) * 5);
  if (seconds < 5400) return vscode.l10n.t('{0} min', Math.round(seconds / 60));
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return vscode.l10n.t('{0} h', (seconds / 3600).toLocaleString(vscode.env.language, digits));
}
