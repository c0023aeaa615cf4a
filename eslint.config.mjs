// ESLint: the rules for single files. Rules that concern several files (floors, cycles) are in
// test/unit/layers.test.ts.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const NODE_GLOBALS = [
  ...['AbortController', 'AbortSignal', 'Blob', 'Buffer', 'TextDecoder', 'TextEncoder', 'URL', 'URLSearchParams'],
  ...['WebSocket', 'clearInterval', 'clearTimeout', 'console', 'crypto', 'fetch', 'performance', 'queueMicrotask'],
  ...['setImmediate', 'setInterval', 'setTimeout', 'structuredClone', 'globalThis', 'process'],
];
const COMMONJS_GLOBALS = ['require', 'module', '__dirname', '__filename'];

/** Globals of code that a script evaluates in a browser page. */
const PAGE_GLOBALS = [
  'document',
  'window',
  'navigator',
  'location',
  'getComputedStyle',
  'requestAnimationFrame',
  'PointerEvent',
];

function readonlyGlobals(...names) {
  return Object.fromEntries(names.flat().map(name => [name, 'readonly']));
}

const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"], TSExportAssignment',
  message: 'Everything exported has a name.',
};
const NO_BARREL = {
  selector: 'ExportAllDeclaration',
  message: 'No barrels: import from the file that declares it.',
};

const always = {
  eqeqeq: 'error',
  'no-var': 'error',
  'prefer-const': 'error',
  'object-shorthand': 'error',
  'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, NO_BARREL],
};

export default tseslint.config(
  { ignores: ['dist/', 'out/', 'node_modules/', '.vscode-test/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  { rules: always },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // A name with a leading underscore is declared only to leave a property or argument out.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Handlers of a contract are async even if they await nothing.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      'max-lines': ['error', 260],
      'max-lines-per-function': ['error', { max: 45, skipComments: true }],
      'no-console': 'error',
    },
  },
  {
    // The texts of a page are listed once, in functions that translate them; the type of the texts is their return
    // type.
    files: ['src/webview/attention/words/*.ts', 'src/webview/run/words.ts'],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' },
  },
  {
    // Tests may be long, and may use untyped values that they have made themselves.
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: readonlyGlobals(NODE_GLOBALS) },
  },
  {
    files: [
      'test/host/**/*.mjs',
      'test/webview/**/*.mjs',
      'test/webgpu/**/*.mjs',
      'bench/view/*.mjs',
      'scripts/**/*.mjs',
    ],
    languageOptions: { globals: readonlyGlobals(PAGE_GLOBALS) },
  },
  {
    files: ['test/webview/*.{page,look}.mjs', 'test/webgpu/*.page.mjs'],
    languageOptions: {
      globals: readonlyGlobals('describe', 'it', 'before', 'after', 'beforeEach', 'afterEach', 'pages', 'gpuPage'),
    },
  },
  {
    files: ['**/*.js'],
    languageOptions: { sourceType: 'commonjs', globals: readonlyGlobals(NODE_GLOBALS, COMMONJS_GLOBALS) },
  },
  {
    // ESLint reads its configuration from a default export, and the stand-in for node:assert has one like that module.
    files: ['eslint.config.mjs', 'test/host/entry/assert.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_BARREL] },
  },
);
