// Longest rows test, long: rows as long as the model has positions, for the model families that `npm test` leaves out.
import { OTHER_FAMILIES } from './families';
import { describeLongestRows } from './longestRows';

describe('The engine', () => {
  describeLongestRows(OTHER_FAMILIES);
});
