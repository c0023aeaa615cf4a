// Native test: the golden tests of some families on native ONNX Runtime.
import { describeAttentionTruth } from './attentionTruth';
import { describeCapturedAttention } from './capturedAttention';
import { SOME_FAMILIES } from './families';
import { describeGenerations } from './generations';
import { describeHistories } from './history';
import { describeInternals } from './internals';
import { nativeRuntimes } from './models';
import { describeQuantized } from './quantized';

for (const native of nativeRuntimes()) {
  describeGenerations(SOME_FAMILIES, native);
  describeQuantized(SOME_FAMILIES, native);
  describeCapturedAttention(SOME_FAMILIES, native);
  describeAttentionTruth(SOME_FAMILIES, native);
  describeInternals(SOME_FAMILIES, native);
  describeHistories(SOME_FAMILIES, native);
}
