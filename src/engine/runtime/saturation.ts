// Saturation: finds out whether the native runtime adds 8-bit products exactly on this processor. Without VNNI, x86 adds pairs of them in
// 16 bits, and a sum that is too large for those becomes the largest number that is not.
import { integerProductModel } from '../../onnx/bytes/write';
import { ONLY_ERRORS, type OnnxModule } from './onnxSession';

const TERMS = 64;
const COLUMNS = 16;
/** The runtime has one function for a single row and another one for several rows. */
const ROWS = [1, 5];
const LARGEST_BYTE = 255;
const LARGEST_WEIGHT = 127;

/** Whether the largest products are added exactly with the default options of a session. */
export async function addsExactly({ InferenceSession, Tensor }: OnnxModule): Promise<boolean> {
  const options = { executionProviders: ['cpu'], logSeverityLevel: ONLY_ERRORS, intraOpNumThreads: 1 } as const;
  const session = await InferenceSession.create(integerProductModel(), options);
  try {
    const weights = new Tensor('int8', new Int8Array(TERMS * COLUMNS).fill(LARGEST_WEIGHT), [TERMS, COLUMNS]);
    for (const rows of ROWS) {
      const bytes = new Tensor('uint8', new Uint8Array(rows * TERMS).fill(LARGEST_BYTE), [rows, TERMS]);
      const { sums } = await session.run({ bytes, weights });
      const isExact = (sum: number): boolean => sum === LARGEST_BYTE * LARGEST_WEIGHT * TERMS;
      if (!(sums.data as Int32Array).every(isExact)) return false;
    }
    return true;
  } finally {
    await session.release();
  }
}
