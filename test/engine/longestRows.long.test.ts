// Longest rows test, long: rows of as many tokens as the model has positions, for families that `npm test` leaves out.
import { OTHER_FAMILIES } from './families';
import { describeLongestRows } from './longestRows';

describe('The engine', () => {
  describeLongestRows(OTHER_FAMILIES);
});
