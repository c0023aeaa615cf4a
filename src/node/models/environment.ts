// Environment: what the variables of the environment say about the hub, its cache and the store, with the names and meanings that
// huggingface_hub gives them.
import os from 'node:os';
import path from 'node:path';
import { badRequest } from '../../base/errors';

export interface HubEnvironment {
  /** HF_ENDPOINT: the address of the hub or of a mirror, without a slash at its end. */
  readonly endpoint: string;
  /** HF_TOKEN. */
  readonly token: string | undefined;
  /** HF_HUB_OFFLINE: nothing may be asked of the hub. */
  readonly isOffline: boolean;
  /** HF_HUB_CACHE, or the folder `hub` in HF_HOME: the cache of the hub's own clients. */
  readonly cache: string;
  /** ATTENTIVE_MODELS: the folder of the store, or the usual one for data of programs. */
  readonly store: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** @throws AttentiveError `bad-request` if HF_ENDPOINT is no address */
export function hubEnvironment(variables: Variables = process.env, home = os.homedir()): HubEnvironment {
  const filled = (name: string): string | undefined => (variables[name] === '' ? undefined : variables[name]);
  const inHome = (place: string): string => (/^~(?=$|[\\/])/.test(place) ? path.join(home, place.slice(1)) : place);
  const caches = filled('XDG_CACHE_HOME') ?? path.join(home, '.cache');
  const hubHome = inHome(filled('HF_HOME') ?? path.join(caches, 'huggingface'));
  return {
    endpoint: endpointOf(filled('HF_ENDPOINT') ?? 'https://huggingface.co'),
    token: filled('HF_TOKEN')?.trim(),
    isOffline: isTrue(filled('HF_HUB_OFFLINE')) || isTrue(filled('TRANSFORMERS_OFFLINE')),
    cache: inHome(filled('HF_HUB_CACHE') ?? filled('HUGGINGFACE_HUB_CACHE') ?? path.join(hubHome, 'hub')),
    store: inHome(filled('ATTENTIVE_MODELS') ?? path.join(dataFolder(filled, home), 'attentive', 'models')),
  };
}

function endpointOf(address: string): string {
  const endpoint = address.replace(/\/+$/, '');
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol)) {
    throw badRequest('HF_ENDPOINT', `“${address}” is no address of a hub, such as https://huggingface.co`);
  }
  return endpoint;
}

/** What huggingface_hub takes for yes. */
function isTrue(value: string | undefined): boolean {
  return /^(?:1|on|yes|true)$/i.test(value ?? '');
}

/** The folder for data of programs: by the XDG Base Directory Specification, or by the habits of Windows and macOS. */
function dataFolder(filled: (name: string) => string | undefined, home: string): string {
  if (process.platform === 'win32') return filled('LOCALAPPDATA') ?? path.join(home, 'AppData', 'Local');
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Application Support');
  return filled('XDG_DATA_HOME') ?? path.join(home, '.local', 'share');
}
