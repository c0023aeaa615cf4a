// The command line, explaining ids with the models of the other families.
import { describeExplained } from './explained';

describeExplained(['marian-multi', 't5', 't5-gated', 'bart', 'mbart', 'm2m100']);
