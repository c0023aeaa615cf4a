// Attention truth test: some families; attentionTruth.long.test.ts has the others.
import { SOME_FAMILIES } from './families';
import { describeAttentionTruth } from './attentionTruth';

describeAttentionTruth(SOME_FAMILIES);
