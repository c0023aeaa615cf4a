// Internals test, long: the families that internals.test.ts leaves out.
import { OTHER_FAMILIES } from './families';
import { describeInternals } from './internals';

describeInternals(OTHER_FAMILIES);
