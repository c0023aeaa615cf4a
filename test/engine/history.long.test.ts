// History test, long: compares the history of a search with PyTorch's goldens, for the model families
// (T5, NLLB …) that `npm test` leaves out.
import { OTHER_FAMILIES } from './families';
import { describeHistories } from './history';

describeHistories(OTHER_FAMILIES);
