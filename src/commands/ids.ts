// Ids: every command of the extension. The manifest lists the same ones, and extension.ts a handler for each.

export const COMMAND_IDS = [
  'attentive.translate',
  'attentive.summarize',
  'attentive.cancel',
  'attentive.acceptPreview',
  'attentive.discardPreview',
  'attentive.acceptSentence',
  'attentive.rejectSentence',
  'attentive.nextSentence',
  'attentive.previousSentence',
  'attentive.nextSentenceToCheck',
  'attentive.showRun',
  'attentive.showAttention',
  'attentive.keepAttention',
  'attentive.showStatus',
  'attentive.restartEngine',
  'attentive.showLog',
  'attentive.addModelFolder',
  'attentive.openModelSettings',
  'attentive.trySample',
] as const;

export type CommandId = (typeof COMMAND_IDS)[number];
