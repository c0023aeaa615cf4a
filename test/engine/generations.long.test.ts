// Generations test, long: compares what the other families generate with PyTorch.
import { OTHER_FAMILIES } from './families';
import { describeGenerations } from './generations';

describeGenerations(OTHER_FAMILIES);
