// Explain test, long: compares the attention that `attentive explain --ids … --target-ids …` writes with PyTorch's, for the
// model families that explain.test.ts leaves out.
import { describeExplained } from './explained';

describeExplained(['marian-multi', 't5', 't5-gated', 'bart', 'mbart', 'm2m100']);
