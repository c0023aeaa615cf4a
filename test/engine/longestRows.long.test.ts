// Longest rows test, long: the other families.
import { OTHER_FAMILIES } from './families';
import { describeLongestRows } from './longestRows';

describe('The engine', () => {
  describeLongestRows(OTHER_FAMILIES);
});
