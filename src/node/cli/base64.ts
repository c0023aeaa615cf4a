// Base64 of bytes that come in parts.

export class Base64Stream {
  private rest = Buffer.alloc(0);

  /** The characters of what was added so far and not given yet: three bytes make four of them. */
  add(bytes: Uint8Array): string {
    const all = Buffer.concat([this.rest, bytes]);
    const whole = all.length - (all.length % 3);
    this.rest = all.subarray(whole);
    return all.toString('base64', 0, whole);
  }

  /** The last characters, padded. */
  end(): string {
    return this.rest.toString('base64');
  }
}
