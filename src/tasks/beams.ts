// Beams: how many beams suit the length of a text.
/** The number of beams of an automatic search, unless that would take too long. docs/measurements.md says what they gain. */
export const SUITABLE_BEAMS = 4;

/** The longest run with several beams, in seconds: whoever waits longer is better served by a greedy search. */
const LONGEST_SECONDS = 20;

/**
 * The most UTF-16 units for which several beams are used while the speed is not known: about a hundred sentences. The built-in
 * model takes three to ten seconds for that many.
 */
const MOST_CHARACTERS = 8000;

/**
 * How many beams an automatic search follows: several for a short text, one (greedy search) for a text that would take long.
 *
 * @param characters the UTF-16 units that go through the model
 * @param seconds how long they take with `SUITABLE_BEAMS` beams, by earlier runs; undefined if there were none
 */
export function suitableBeams(characters: number, seconds: number | undefined): number {
  const isShort = seconds === undefined ? characters <= MOST_CHARACTERS : seconds <= LONGEST_SECONDS;
  return isShort ? SUITABLE_BEAMS : 1;
}
