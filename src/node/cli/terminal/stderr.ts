// Stderr: messages that are no result.

/** Writes a line to stderr, unless --quiet is given. */
export function writeStderr({ quiet }: { readonly quiet: boolean }, line: string): void {
  if (!quiet) process.stderr.write(`${line}\n`);
}
