// Faults: what the loopback hub can do wrong when it answers a request, switched on by a test.

/**
 * @typedef {object} Fault
 * @property {RegExp} path which requests it concerns, by method, host ("hub" or "files") and path: `GET files /…`
 * @property {number} [times] how many requests it concerns; all of them if it is left out
 * @property {number} [skip] how many requests pass before
 * @property {number} [status] the answer's status, in place of the file
 * @property {Record<string, string>} [headers] headers of that answer
 * @property {number} [cutAfter] the connection is closed after so many bytes of the body
 * @property {number} [stallAfter] no more is sent after so many bytes of the body, and the connection stays open
 * @property {number} [flip] the position of a byte in the file that is changed
 * @property {number} [more] so many bytes are added at the end of the file
 * @property {boolean} [changed] the file has other bytes and another ETag
 * @property {boolean} [noRange] Range is ignored: the whole file comes with status 200
 * @property {number} [longer] what is added to Content-Length
 * @property {boolean} [gzip] the body is compressed, though the request does not allow it
 * @property {string} [location] a redirect to this address
 */

/** The fault of a request; it counts as used. @param {Fault[]} faults @param {string} request @returns {Fault | undefined} */
export function faultOf(faults, request) {
  for (const fault of faults) {
    if (!fault.path.test(request)) continue;
    if ((fault.skip ?? 0) > 0) {
      fault.skip -= 1;
      continue;
    }
    if (fault.times === undefined) return fault;
    if (fault.times > 0) {
      fault.times -= 1;
      return fault;
    }
  }
  return undefined;
}

/** The bytes of a file as the fault changes them. @param {Buffer} bytes @param {Fault | undefined} fault */
export function changedBytes(bytes, fault) {
  if (fault?.more !== undefined) return Buffer.concat([bytes, Buffer.alloc(fault.more)]);
  if (fault?.flip === undefined && fault?.changed !== true) return bytes;
  const changed = Buffer.from(bytes);
  if (fault.changed === true) for (let at = 0; at < changed.length; at += 1) changed[at] ^= 0x55;
  else changed[fault.flip] ^= 0xff;
  return changed;
}
