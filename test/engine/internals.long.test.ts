// What the models of the other families compute on the way.
import { OTHER_FAMILIES } from './families';
import { describeInternals } from './internals';

describeInternals(OTHER_FAMILIES);
