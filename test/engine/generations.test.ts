// Generations test: compares what models of some families generate with PyTorch; generations.long.test.ts has the others.
import { SOME_FAMILIES } from './families';
import { describeGenerations } from './generations';

describeGenerations(SOME_FAMILIES);
