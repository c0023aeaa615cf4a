// Internals test, long: compares the intermediate values of models with each other and with PyTorch, for the families that
// internals.test.ts leaves out.
import { OTHER_FAMILIES } from './families';
import { describeInternals } from './internals';

describeInternals(OTHER_FAMILIES);
