// Internals test, long: the other families.
import { OTHER_FAMILIES } from './families';
import { describeInternals } from './internals';

describeInternals(OTHER_FAMILIES);
