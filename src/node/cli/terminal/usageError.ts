// Usage error: the command line was used wrongly.

/** The message is a sentence for stderr; the exit code is 2. */
export class UsageError extends Error {}

/** The sentence of Node's message about an invalid command line that says what is wrong. */
export function parseErrorSentence(message: string): string {
  const [sentence] = (message.split('\n').at(-1) ?? message).split('. ');
  return sentence.replace(/\.$/, '');
}
