// Assert: replaces node:assert/strict in the web-worker host, which has no Node modules, so that suites run in both
// hosts. It has only the functions that suites use; add others when a suite needs them.

export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

export function ok(value: unknown, message = `${show(value)} is not truthy`): asserts value {
  if (!value) throw failure(message);
}

export function fail(message: string | Error = 'Failed'): never {
  throw failure(message);
}

export function equal(actual: unknown, expected: unknown, message?: string | Error): void {
  if (!Object.is(actual, expected)) throw failure(message ?? `${show(actual)} is not ${show(expected)}`);
}

export function notEqual(actual: unknown, expected: unknown, message?: string | Error): void {
  if (Object.is(actual, expected)) throw failure(message ?? `is ${show(actual)}`);
}

export function deepEqual(actual: unknown, expected: unknown, message?: string | Error): void {
  if (!same(actual, expected)) throw failure(message ?? `${show(actual)} is not equal to ${show(expected)}`);
}

export function notDeepEqual(actual: unknown, expected: unknown, message?: string | Error): void {
  if (same(actual, expected)) throw failure(message ?? `is equal to ${show(expected)}`);
}

export function match(text: string, pattern: RegExp, message?: string | Error): void {
  if (!pattern.test(text)) throw failure(message ?? `${show(text)} does not match ${pattern}`);
}

export function doesNotMatch(text: string, pattern: RegExp, message?: string | Error): void {
  if (pattern.test(text)) throw failure(message ?? `${show(text)} matches ${pattern}`);
}

type Expected = RegExp | ((error: unknown) => boolean) | { readonly [property: string]: unknown };

export function throws(body: () => unknown, expected?: Expected): void {
  try {
    body();
  } catch (error) {
    return check(error, expected);
  }
  throw failure('Nothing was thrown');
}

export async function rejects(body: Promise<unknown> | (() => Promise<unknown>), expected?: Expected): Promise<void> {
  try {
    await (typeof body === 'function' ? body() : body);
  } catch (error) {
    return check(error, expected);
  }
  throw failure('Nothing was rejected');
}

function check(error: unknown, expected: Expected | undefined): void {
  if (expected === undefined) return;
  if (expected instanceof RegExp) return match(String(error), expected);
  if (typeof expected === 'function') return ok(expected(error), `Not the expected error: ${String(error)}`);
  for (const [property, value] of Object.entries(expected)) {
    const found: unknown = (error as Record<string, unknown>)[property];
    if (value instanceof RegExp) match(String(found), value);
    else deepEqual(found, value);
  }
}

function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (a instanceof Map && b instanceof Map) return same([...a], [...b]);
  if (a instanceof Set && b instanceof Set) return same([...a], [...b]);
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  return left.length === right.size && left.every(([key, value]) => right.has(key) && same(value, right.get(key)));
}

function failure(message: string | Error): Error {
  return message instanceof Error ? message : new AssertionError(message);
}

function show(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}

export default Object.assign(ok, {
  ok,
  fail,
  equal,
  strictEqual: equal,
  notEqual,
  notStrictEqual: notEqual,
  deepEqual,
  deepStrictEqual: deepEqual,
  notDeepEqual,
  match,
  doesNotMatch,
  throws,
  rejects,
});
