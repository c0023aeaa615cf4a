// Base64: encodes bytes that come in parts.

export class Base64Stream {
  private rest = Buffer.alloc(0);

  /** The characters of all whole groups of three bytes that were added and not encoded yet. */
  add(bytes: Uint8Array): string {
    const all = Buffer.concat([this.rest, bytes]);
    const whole = all.length - (all.length % 3);
    this.rest = all.subarray(whole);
    return all.toString('base64', 0, whole);
  }

  /** The characters of the remaining bytes, padded. */
  end(): string {
    return this.rest.toString('base64');
  }
}
