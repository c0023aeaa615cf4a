/** All test files for one host, in order; bundle.mjs makes this module. */
declare module 'attentive:suites';

/** The tests' workspace as path → base64, for hosts without a disk; bundle.mjs puts it in. */
declare const __WORKSPACE__: Readonly<Record<string, string>>;

/** Stands before each line of the suite where the runner asks for it; bundle.mjs puts it in. */
declare const __MARK__: string;
