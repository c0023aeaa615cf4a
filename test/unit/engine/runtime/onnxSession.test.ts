import assert from 'node:assert/strict';
import { reasonOf } from '../../../../src/engine/runtime/onnxSession';

const BEFORE = "Can't create a session. ERROR_CODE: 1, ERROR_MESSAGE: ";

describe('reasonOf', () => {
  for (const [text, reason] of [
    ['protobuf parsing failed.', 'protobuf parsing failed.'],
    [`${BEFORE}No graph was found (in main).`, 'No graph was found (in main).'],
    [`${BEFORE}/src/tensorprotoutils.cc:1422 SizeOfTensor Bad shape.`, 'Bad shape.'],
    [`${BEFORE}/src/x.cc:7 SizeOfTensor The tensor (of f::g(x) here) is bad.`, 'The tensor (of f::g(x) here) is bad.'],
    [
      `${BEFORE}/src/model.cc:149 onnxruntime::Model::Model(ModelProto &&, const PathString &, const F<void(int)> &) Missing opset.`,
      'Missing opset.',
    ],
    [
      `${BEFORE}/src/utils.h:56 void onnxruntime::utils::Check(const std::unordered_map<std::string, int> &, bool) Opset 99 (of ai.onnx) is new.`,
      'Opset 99 (of ai.onnx) is new.',
    ],
    [`${BEFORE}/src/t.h:5 const T *onnxruntime::Tensor::Data() const [T = float] Wrong type.`, 'Wrong type.'],
  ]) {
    it(`returns the reason alone from ${JSON.stringify(text)}`, () => {
      assert.equal(reasonOf(new Error(text)), reason);
    });
  }

  it('returns a thrown value that is no Error as text', () => {
    assert.equal(reasonOf(1234), '1234');
  });
});
