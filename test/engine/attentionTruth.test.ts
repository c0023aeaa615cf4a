// Attention worked out again; attentionTruth.long.test.ts has the other families.
import { SOME_FAMILIES } from './families';
import { describeAttentionTruth } from './attentionTruth';

describeAttentionTruth(SOME_FAMILIES);
