// Attention truth test, long: the other families.
import { OTHER_FAMILIES } from './families';
import { describeAttentionTruth } from './attentionTruth';

describeAttentionTruth(OTHER_FAMILIES);
