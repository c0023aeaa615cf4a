// Explain test, long: compares the attention that `attentive explain --ids … --target-ids …` writes with PyTorch's, for one model of
// each family.
import { describeExplained } from './explained';

describeExplained(['marian', 'marian-multi', 't5', 't5-gated', 'bart', 'mbart', 'm2m100']);
