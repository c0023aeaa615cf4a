/** The project's folder; scripts/test.mjs puts it in. */
declare const __ROOT__: string;
