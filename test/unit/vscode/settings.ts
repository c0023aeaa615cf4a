// Settings: the default values of the settings, read from package.json.
import fs from 'node:fs';
import path from 'node:path';

interface Manifest {
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
  };
}

let properties: Manifest['contributes']['configuration']['properties'] | undefined;

export function defaultSetting(name: string): unknown {
  properties ??= (JSON.parse(fs.readFileSync(path.join(__ROOT__, 'package.json'), 'utf8')) as Manifest).contributes
    .configuration.properties;
  return properties[name]?.default;
}
