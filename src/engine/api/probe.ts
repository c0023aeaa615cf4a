// Probe: the part of the contract by which two runtimes are compared: a fixed small job, its numbers and its times.

export interface ProbeRequest {
  readonly model: string;
}

/** The measurement of the job with a given number of rows. */
export interface ProbeRun {
  readonly rows: number;
  /** The tokens of a row's source; the first row has no padding. */
  readonly sourceTokens: number;
  /** The encoder's output of the first row, source tokens times the width. */
  readonly hidden: Float32Array<ArrayBuffer>; // [source, width]
  /** The logits of the last row at each teacher-forced step. */
  readonly logits: readonly Float32Array<ArrayBuffer>[]; // [step] of [vocabulary]
  readonly encoderMs: number;
  /** Of all steps together. */
  readonly decoderMs: number;
}

/** The numbers and times of the job with one row and with a full batch. */
export interface Probe {
  readonly runs: readonly ProbeRun[];
}
