// JSON: readers that check the types of JSON values, with errors that name the file and the wrong field.
import { brokenFile } from './errors';
import { excerptOf } from './excerpt';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Reads values of one type. */
export interface Reader<T> {
  /** What a value has to be. Messages put it after "must be": "a whole number of at least 0". */
  readonly expects: string;
  /** The value as that type; undefined if it is of another type. */
  read(value: unknown): T | undefined;
}

export const object: Reader<JsonObject> = {
  expects: 'an object',
  read: value => (isObject(value) ? value : undefined),
};

export const text: Reader<string> = {
  expects: 'a text',
  read: value => (typeof value === 'string' ? value : undefined),
};

export const filledText: Reader<string> = {
  expects: 'a text that is not empty',
  read: value => (typeof value === 'string' && value !== '' ? value : undefined),
};

export const flag: Reader<boolean> = {
  expects: 'true or false',
  read: value => (typeof value === 'boolean' ? value : undefined),
};

export const finiteNumber: Reader<number> = {
  expects: 'a number',
  read: value => (Number.isFinite(value) ? Number(value) : undefined),
};

export const positiveNumber: Reader<number> = {
  expects: 'a number above 0',
  read: value => (Number.isFinite(value) && Number(value) > 0 ? Number(value) : undefined),
};

/** An index or count: a whole number from 0 on. */
export const index: Reader<number> = wholeNumber(0);

/** A whole number that is not below `least`. */
export function wholeNumber(least: number): Reader<number> {
  return {
    expects: `a whole number of at least ${least}`,
    read: value => (Number.isInteger(value) && Number(value) >= least ? Number(value) : undefined),
  };
}

/**
 * A list of which every item passes another reader.
 *
 * @param items the noun for the items in messages: "token ids"
 */
export function listOf<T>(item: Reader<T>, items: string): Reader<readonly T[]> {
  return {
    expects: `a list of ${items}`,
    read(value) {
      if (!Array.isArray(value)) return undefined;
      const read = value.map(each => item.read(each));
      return read.every(each => each !== undefined) ? read : undefined;
    },
  };
}

/** One of the given strings. */
export function oneOf<const T extends string>(values: readonly T[]): Reader<T> {
  return {
    expects: values.map(value => JSON.stringify(value)).join(' or '),
    read: value => values.find(each => each === value),
  };
}

/** Whether a value is a JSON object: not null, and no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of an object, read one at a time. */
export class JsonFields {
  /**
   * @param values the object
   * @param blame makes the error for a field that is not as expected, from a clause such as `"id" must be a text`
   * @param within what follows a field's name in messages, for an object inside another: ` of "alignment"`
   */
  constructor(
    readonly values: JsonObject,
    readonly blame: (why: string) => Error,
    private readonly within = '',
  ) {}

  /** @throws the error that `blame` makes if the field is missing or of another type */
  required<T>(name: string, reader: Reader<T>): T {
    return this.checked(name, this.values[name], reader);
  }

  /**
   * The field; undefined if it is missing.
   *
   * @throws the error that `blame` makes if the field is present and of another type
   */
  optional<T>(name: string, reader: Reader<T>): T | undefined {
    const value = this.values[name];
    return value === undefined ? undefined : this.checked(name, value, reader);
  }

  /** As `optional`; null counts as missing, as it does in the files of transformers. */
  nullable<T>(name: string, reader: Reader<T>): T | undefined {
    return this.values[name] === null ? undefined : this.optional(name, reader);
  }

  /** The fields of the object that a field holds; undefined if the field is missing. */
  inside(name: string): JsonFields | undefined {
    const values = this.optional(name, object);
    return values && new JsonFields(values, this.blame, ` of "${name}"${this.within}`);
  }

  /**
   * The fields of each object in the list that a field holds.
   *
   * @param item the noun for one object in messages, such as "task"; its number, from 1, is put after it
   * @throws the error that `blame` makes if the field is no list, or if an item of the list is no object
   */
  objects(name: string, item: string): JsonFields[] {
    return this.required(name, listOf(anything, `${item}s`)).map(({ value }, at) => {
      if (!isObject(value)) throw this.blame(`${item} ${at + 1} must be an object`);
      return new JsonFields(value, this.blame, ` of ${item} ${at + 1}${this.within}`);
    });
  }

  private checked<T>(name: string, value: unknown, reader: Reader<T>): T {
    const result = reader.read(value);
    if (result !== undefined) return result;
    if (value === undefined) throw this.blame(`"${name}"${this.within} is missing`);
    throw this.blame(`"${name}"${this.within} must be ${reader.expects}, not ${shortened(value)}`);
  }
}

/** Accepts every value. The value is wrapped, because a reader returns undefined for a value that it refuses. */
const anything: Reader<{ readonly value: unknown }> = { expects: 'a value', read: value => ({ value }) };

const LONGEST_QUOTE = 60;

function shortened(value: unknown): string {
  return excerptOf(JSON.stringify(value) ?? String(value), LONGEST_QUOTE);
}

/** The fields of a parsed JSON file. Reading a wrong field throws `model-broken-file` (data.file, data.why). */
export function fieldsOfFile(file: string, value: unknown): JsonFields {
  const blame = (why: string): Error => brokenFile(file, why);
  if (!isObject(value)) throw blame('it is not a JSON object');
  return new JsonFields(value, blame);
}

/**
 * Parses a JSON file of a model folder that holds an object.
 *
 * @throws AttentiveError `model-broken-file` (data.file, data.why; data.line, from 1, if the runtime reports a position)
 */
export function parseJsonFile(file: string, content: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const line = lineOfFault(why, content);
    throw brokenFile(file, why, line === undefined ? {} : { line }, { cause: error });
  }
  return fieldsOfFile(file, value).values;
}

/** The line, from 1, at which the JSON ends early or has its first error; undefined if the runtime reports no position. */
function lineOfFault(why: string, content: string): number | undefined {
  const at = /at position (\d+)/.exec(why)?.[1];
  if (at === undefined && !why.includes('end of JSON')) return undefined;
  return content.slice(0, Math.min(Number(at ?? Infinity), content.trimEnd().length)).split('\n').length;
}
