// Attention truth test: compares the attention weights that the graphs give with what plain code computes from queries and
// keys, for some families of models; attentionTruth.long.test.ts does so for the others.
import { SOME_FAMILIES } from './families';
import { describeAttentionTruth } from './attentionTruth';

describeAttentionTruth(SOME_FAMILIES);
