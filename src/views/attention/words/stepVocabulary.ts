// Attention step vocabulary: the words of the views that replay the decoding and work a head out.

export interface StepsWords {
  readonly tab: string;
  readonly tabHint: string;
  readonly replay: string;
  readonly first: string;
  readonly previous: string;
  readonly play: string;
  readonly pause: string;
  readonly next: string;
  readonly last: string;
  readonly position: string;
  readonly written: string;
  readonly spoken: string;
  readonly candidates: CandidatesWords;
  readonly beams: BeamsWords;
  readonly cache: CacheWords;
}

export interface CandidatesWords {
  readonly heading: string;
  readonly meaning: string;
  readonly count: string;
  readonly countHint: string;
  readonly temperature: string;
  readonly resetTemperature: string;
  readonly resetTemperatureHint: string;
  readonly temperatureMeaning: string;
  readonly rank: string;
  readonly token: string;
  readonly probability: string;
  readonly logProbability: string;
  readonly chosen: string;
  readonly entropy: string;
  readonly entropyHint: string;
}

export interface BeamsWords {
  readonly heading: string;
  readonly meaning: string;
  readonly greedyMeaning: string;
  readonly hint: string;
  readonly start: string;
  readonly first: string;
  readonly beam: string;
  readonly ended: string;
  readonly chosen: string;
}

export interface CacheWords {
  readonly heading: string;
  readonly meaning: string;
  readonly caption: string;
  readonly layer: string;
  readonly self: string;
  readonly cross: string;
  readonly count: string;
  readonly countHint: string;
  readonly sums: string;
}

export interface HeadWords {
  readonly tab: string;
  readonly tabHint: string;
  readonly shown: string;
  readonly instead: string;
  readonly meaning: string;
  readonly query: string;
  readonly close: string;
  readonly checked: string;
  readonly differs: string;
  readonly keys: KeysWords;
  readonly pair: PairWords;
  readonly workings: WorkingsWords;
}

export interface KeysWords {
  readonly heading: string;
  readonly leftOut: string;
  readonly key: string;
  readonly vector: string;
  readonly product: string;
  readonly scaled: string;
  readonly scaledOther: string;
  readonly added: string;
  readonly score: string;
  readonly weight: string;
  readonly masked: string;
}

export interface PairWords {
  readonly place: string;
  readonly query: string;
  readonly key: string;
  readonly products: string;
  readonly reads: string;
}

export interface WorkingsWords {
  readonly product: string;
  readonly productMeaning: string;
  readonly scale: string;
  readonly scaleMeaning: string;
  readonly scaleOneMeaning: string;
  readonly scaleOtherMeaning: string;
  readonly added: string;
  readonly maskedMeaning: string;
  readonly nothingMeaning: string;
  readonly biasMeaning: string;
  readonly softmax: string;
  readonly softmaxMeaning: string;
}
