/** Imports all test files for one host, in order. bundle.mjs generates this module. */
declare module 'attentive:suites';

/** The files of the tests' workspace, path → base64, for hosts without a disk. bundle.mjs defines it. */
declare const __WORKSPACE__: Readonly<Record<string, string>>;

/** Precedes each line that a suite prints, so that the runner recognizes it. bundle.mjs defines it. */
declare const __MARK__: string;
