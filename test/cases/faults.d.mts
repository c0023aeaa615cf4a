/** What must hold of a case's result; test/fixtures/cases/README.md lists the keys. */
export interface Expectation {
  readonly keep?: readonly string[];
  readonly survive?: readonly string[];
  readonly keepLines?: readonly number[];
  readonly unchanged?: boolean;
  readonly exit?: number;
  readonly [key: string]: unknown;
}

/** What of an expectation does not hold, a sentence each. */
export function faults(input: string, output: string, expect: Expectation, isSummary: boolean): string[];
