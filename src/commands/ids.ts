// Ids: the ids of all commands of the extension. package.json declares each of them, and extension.ts has its handler.

export const COMMAND_IDS = [
  'attentive.translate',
  'attentive.translateComments',
  'attentive.translateStrings',
  'attentive.translateNotebook',
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
  'attentive.copyDiagnostics',
  'attentive.addModelFolder',
  'attentive.openModelSettings',
  'attentive.trySample',
] as const;

export type CommandId = (typeof COMMAND_IDS)[number];
