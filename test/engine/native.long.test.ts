// Native test, long: the golden tests of the other families on native ONNX Runtime.
import { describeAttentionTruth } from './attentionTruth';
import { describeCapturedAttention } from './capturedAttention';
import { OTHER_FAMILIES } from './families';
import { describeGenerations } from './generations';
import { describeHistories } from './history';
import { describeInternals } from './internals';
import { nativeRuntimes } from './models';
import { describeQuantized } from './quantized';

for (const native of nativeRuntimes()) {
  describeGenerations(OTHER_FAMILIES, native);
  describeQuantized(OTHER_FAMILIES, native);
  describeCapturedAttention(OTHER_FAMILIES, native);
  describeAttentionTruth(OTHER_FAMILIES, native);
  describeInternals(OTHER_FAMILIES, native);
  describeHistories(OTHER_FAMILIES, native);
}
