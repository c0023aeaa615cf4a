// The history of a search of the other families, against PyTorch's goldens.
import { OTHER_FAMILIES } from './families';
import { describeHistories } from './history';

describeHistories(OTHER_FAMILIES);
