// Schema: a checker for the JSON schemas in models/.
import assert from 'node:assert/strict';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/** The violations of a schema by a value. Only the parts of JSON Schema that the schemas in models/ use are checked. */
export function faults(schema: Schema, value: unknown, at = '', root = schema): string[] {
  if (schema.$ref !== undefined) {
    const target = root.definitions?.[schema.$ref.replace('#/definitions/', '')];
    assert.ok(target !== undefined, schema.$ref);
    return faults(target, value, at, root);
  }
  if (schema.type !== undefined && !isOf(schema.type, value)) return [`${at} is no ${schema.type}`];
  const found: string[] = [];
  if ('const' in schema && schema.const !== value) found.push(`${at} is not ${JSON.stringify(schema.const)}`);
  if (typeof value === 'string' && value.length < (schema.minLength ?? 0)) found.push(`${at} is too short`);
  if (typeof value === 'number' && value < (schema.minimum ?? -Infinity)) found.push(`${at} is too small`);
  if (Array.isArray(value)) {
    value.forEach((item, index) => found.push(...faults(schema.items ?? {}, item, `${at}/${index}`, root)));
  } else if (typeof value === 'object' && value !== null) {
    for (const name of schema.required ?? []) if (!(name in value)) found.push(`${at} has no ${name}`);
    for (const [name, part] of Object.entries(value)) {
      const own = schema.properties?.[name];
      if (own !== undefined) found.push(...faults(own, part, `${at}/${name}`, root));
      else if (schema.additionalProperties === false) found.push(`${at} may have no ${name}`);
    }
  }
  if (schema.oneOf !== undefined) {
    const fitting = schema.oneOf.filter(choice => faults(choice, value, at, root).length === 0);
    if (fitting.length !== 1) found.push(`${at} fits ${fitting.length} of the choices`);
  }
  return found;
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}
