// Base64: encodes bytes that arrive in parts.

export class Base64Stream {
  private rest = Buffer.alloc(0);

  /** Adds bytes. Returns the characters of all complete groups of three bytes that were not encoded yet. */
  add(bytes: Uint8Array): string {
    const all = Buffer.concat([this.rest, bytes]);
    const whole = all.length - (all.length % 3);
    this.rest = all.subarray(whole);
    return all.toString('base64', 0, whole);
  }

  /** Returns the characters of the remaining bytes, with padding. */
  end(): string {
    return this.rest.toString('base64');
  }
}
