// What the other families generate, against PyTorch.
import { OTHER_FAMILIES } from './families';
import { describeGenerations } from './generations';

describeGenerations(OTHER_FAMILIES);
