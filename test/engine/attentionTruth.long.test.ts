// The attention of the other families, worked out again.
import { OTHER_FAMILIES } from './families';
import { describeAttentionTruth } from './attentionTruth';

describeAttentionTruth(OTHER_FAMILIES);
