// The longest rows of the other families.
import { OTHER_FAMILIES } from './families';
import { describeLongestRows } from './longestRows';

describe('The longest rows', () => {
  describeLongestRows(OTHER_FAMILIES);
});
