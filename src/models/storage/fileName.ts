// File name: which names of a repository or an archive may become files of the store.

/** Names that Windows gives to devices, whatever follows after a dot. */
const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** The longest name of a file with its folders. */
const LONGEST = 200;

/**
 * Whether a name is a relative path with forward slashes that stays inside its folder on every operating system: no `..`, no drive,
 * no backslash, no device, no control character, and no part that ends in a dot or a space, which Windows would cut off.
 */
export function isSafeName(name: string): boolean {
  if (name === '' || name.length > LONGEST || /[\p{Cc}\\:*?"<>|]/u.test(name)) return false;
  return name.split('/').every(part => part !== '' && !/[. ]$/.test(part) && !DEVICES.test(part));
}
