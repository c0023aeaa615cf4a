/** The root folder of the repository. The bundler of the tests (tools/node-bundle.mjs) puts its path here. */
declare const __ROOT__: string;
