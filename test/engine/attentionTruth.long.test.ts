// Attention truth test, long: the families that attentionTruth.test.ts leaves out.
import { OTHER_FAMILIES } from './families';
import { describeAttentionTruth } from './attentionTruth';

describeAttentionTruth(OTHER_FAMILIES);
