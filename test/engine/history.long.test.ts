// History test, long: compares the history of a search with PyTorch's goldens for the other families.
import { OTHER_FAMILIES } from './families';
import { describeHistories } from './history';

describeHistories(OTHER_FAMILIES);
