// Generations test: compares what some families generate with PyTorch; generations.long.test.ts has the other families.
import { SOME_FAMILIES } from './families';
import { describeGenerations } from './generations';

describeGenerations(SOME_FAMILIES);
