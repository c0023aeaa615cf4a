// Explain test, long: `attentive explain` with ids, for the models of the families that explain.test.ts leaves out.
import { describeExplained } from './explained';

describeExplained(['marian-multi', 't5', 't5-gated', 'bart', 'mbart', 'm2m100']);
