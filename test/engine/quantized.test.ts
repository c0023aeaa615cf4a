// Quantized test: compares what the int8 graphs of each family generate with the ids that the same runtime gave without the
// engine.
import { FAMILIES } from './families';
import { describeQuantized } from './quantized';

describeQuantized(FAMILIES);
