// Hub: a server on the loopback interface that behaves like the Hugging Face hub, for tests: its API, its addresses of
// files, the redirect of large files to a second host, its headers and its errors. Unmodified clients of the hub can use it.
import http from 'node:http';
import { once } from 'node:events';
import { faultOf } from './faults.mjs';
import { repository } from './repository.mjs';
import { sendFile } from './sending.mjs';

/**
 * Starts a hub.
 *
 * @param {{
 *   repositories?: Record<string, import('./repository.mjs').RepositoryOptions>,
 *   token?: string,
 *   granted?: boolean,
 *   pageSize?: number,
 * }} [options] `token` is the only one that is valid, `granted` says whether its owner may read gated repositories, and
 *   `pageSize` is the most entries of one page of a list
 */
export async function startHub({ repositories = {}, token, granted = true, pageSize = 1000 } = {}) {
  const hub = {
    url: '',
    filesUrl: '',
    /**
     * Every request: its method, host (`hub` or `files`), path with query, and headers.
     *
     * @type {{ method: string, host: string, path: string, headers: import('node:http').IncomingHttpHeaders }[]}
     */
    requests: [],
    /** @type {import('./faults.mjs').Fault[]} */
    faults: [],
    repositories: new Map(Object.entries(repositories).map(([id, options]) => [id, repository(id, options)])),
    token,
    granted,
    pageSize,
    /** Puts a repository in the place of the one with this id. */
    set(id, options) {
      hub.repositories.set(id, repository(id, options));
      return hub.repositories.get(id);
    },
    async close() {
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      }
    },
  };
  const serve = (host, answer) =>
    http.createServer((request, response) => {
      response.on('error', () => undefined);
      hub.requests.push({ method: request.method, host, path: request.url, headers: request.headers });
      const fault = faultOf(hub.faults, `${request.method} ${host} ${request.url}`);
      if (fault?.status !== undefined) return response.writeHead(fault.status, fault.headers).end('fault');
      if (fault?.location !== undefined) return response.writeHead(302, { Location: fault.location }).end();
      return answer(hub, request, response, fault);
    });
  const servers = [serve('hub', answerHub), serve('files', answerFiles)];
  for (const server of servers) await once(server.listen(0, '127.0.0.1'), 'listening');
  [hub.url, hub.filesUrl] = servers.map(server => `http://127.0.0.1:${server.address().port}`);
  return hub;
}

/** The second host: addresses of it hold a signature, and an Authorization header besides is an error, as with S3. */
async function answerFiles(hub, request, response, fault) {
  if (request.headers.authorization !== undefined)
    return sendError(response, 400, 'InvalidArgument', 'two kinds of authorization');
  const [, sha256] = /^\/xet\/([0-9a-f]{64})\?signature=/.exec(request.url) ?? [];
  const file = [...hub.repositories.values()]
    .flatMap(({ files }) => [...files.values()])
    .find(one => one.sha256 === sha256);
  if (file === undefined) return sendError(response, 403, 'AccessDenied', 'no such file');
  await sendFile(request, response, { bytes: file.bytes, etag: `"${file.oid.slice(0, 32)}"`, fault });
}

async function answerHub(hub, request, response, fault) {
  const url = new URL(request.url, hub.url);
  const parts = url.pathname.split('/').slice(1).map(decodeURIComponent);
  if (url.pathname === '/api/models') return sendPage(hub, url, response, searched(hub, url));
  const isApi = parts[0] === 'api' && parts[1] === 'models';
  const rest = isApi ? parts.slice(2) : parts;
  const [owner, name, action, revision, ...file] = rest;
  const id = `${owner}/${name}`;
  const found = hub.repositories.get(id);
  if (found?.options.movedTo !== undefined) {
    const location = url.pathname.replace(id, found.options.movedTo) + url.search;
    return response.writeHead(307, { Location: location }).end(`Temporary Redirect. Redirecting to ${location}`);
  }
  const refusal = refusalOf(hub, request, found, isApi);
  if (refusal !== undefined) return sendError(response, ...refusal);
  if (!isApi) {
    if (action !== 'resolve') return sendError(response, 404, 'EntryNotFound', 'Entry not found');
    return resolveFile(hub, request, response, { found, revision, name: file.join('/'), fault });
  }
  if (action !== undefined && !isRevision(found, revision)) return noRevision(response, revision);
  if (action === undefined || action === 'revision') return sendJson(response, described(found, url));
  if (action === 'tree') return sendPage(hub, url, response, treeOf(found, file.join('/'), url));
  if (action === 'paths-info') return sendJson(response, await pathsOf(found, request));
  return sendError(response, 404, 'EntryNotFound', 'Entry not found');
}

function isRevision({ commit }, revision) {
  return revision === 'main' || revision === 'HEAD' || revision === commit;
}

function noRevision(response, revision) {
  return sendError(response, 404, 'RevisionNotFound', `Invalid rev id: ${revision}`);
}

/** What a request without the necessary rights gets: status, code and message, as the real hub gives them. */
function refusalOf(hub, request, found, isApi) {
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (given !== undefined && given !== hub.token) return [401, undefined, 'Invalid username or password.'];
  const isKnown = given !== undefined;
  if (found === undefined || (found.options.private === true && !isKnown)) {
    return isKnown
      ? [404, 'RepoNotFound', 'Repository not found']
      : [401, 'RepoNotFound', 'Invalid username or password.'];
  }
  // Everybody may read the description and the list of files of a gated repository, but not the files.
  if (isApi || (found.options.gated ?? false) === false) return undefined;
  const about = `Access to model ${found.id} is restricted.`;
  if (!isKnown) return [401, 'GatedRepo', `${about} You must have access to it and be authenticated to access it.`];
  return hub.granted ? undefined : [403, 'GatedRepo', `${about} Visit ${hub.url}/${found.id} to ask for access.`];
}

async function resolveFile(hub, request, response, { found, revision, name, fault }) {
  if (!isRevision(found, revision)) return noRevision(response, revision);
  const file = found.files.get(name);
  if (file === undefined) return sendError(response, 404, 'EntryNotFound', 'Entry not found');
  const headers = { 'X-Repo-Commit': found.commit };
  if (!file.isLarge) return sendFile(request, response, { bytes: file.bytes, etag: `"${file.oid}"`, headers, fault });
  const linked = { 'X-Linked-Size': String(file.bytes.length), 'X-Linked-ETag': `"${file.sha256}"` };
  const location = `${hub.filesUrl}/xet/${file.sha256}?signature=${found.commit.slice(0, 8)}`;
  response.writeHead(302, { ...headers, ...linked, Location: location, 'Accept-Ranges': 'bytes' });
  return response.end(request.method === 'HEAD' ? undefined : `Found. Redirecting to ${location}`);
}

function described({ id, options, commit, files }, url) {
  const all = {
    sha: commit,
    private: options.private ?? false,
    gated: options.gated ?? false,
    tags: options.tags ?? ['onnx'],
    pipeline_tag: options.task,
    library_name: 'transformers.js',
    downloads: 10,
    likes: 1,
    lastModified: '2024-01-01T00:00:00.000Z',
    cardData: options.license === undefined ? undefined : { license: options.license },
    config: configOf(files),
    siblings: [...files.keys()].map(rfilename => ({ rfilename })),
  };
  const wanted = url.searchParams.getAll('expand');
  const fields = wanted.length === 0 ? all : Object.fromEntries(wanted.map(field => [field, all[field]]));
  return { _id: '0'.repeat(24), id, modelId: id, ...fields };
}

function configOf(files) {
  try {
    const { architectures, model_type } = JSON.parse(files.get('config.json').bytes.toString());
    return { architectures, model_type };
  } catch {
    return undefined;
  }
}

function searched(hub, url) {
  const { searchParams: query } = url;
  const text = (query.get('search') ?? '').toLowerCase();
  const wanted = query.getAll('filter').flatMap(tags => tags.split(','));
  return [...hub.repositories.values()]
    .filter(({ id, options }) => {
      const tags = options.tags ?? ['onnx'];
      const isOwner = query.get('author') === null || id.startsWith(`${query.get('author')}/`);
      const isTask = query.get('pipeline_tag') === null || options.task === query.get('pipeline_tag');
      const isSeen = options.private !== true && options.movedTo === undefined;
      return isSeen && isOwner && isTask && id.toLowerCase().includes(text) && wanted.every(tag => tags.includes(tag));
    })
    .map(found => described(found, url));
}

function treeOf({ files }, folder, url) {
  const prefix = folder === '' ? '' : `${folder}/`;
  const isDeep = url.searchParams.get('recursive') === 'true';
  const folders = new Set();
  const entries = [];
  for (const [name, file] of files) {
    if (!name.startsWith(prefix)) continue;
    const parts = name.slice(prefix.length).split('/');
    for (let depth = 1; depth < parts.length; depth += 1) {
      if (isDeep || depth === 1) folders.add(prefix + parts.slice(0, depth).join('/'));
    }
    if (isDeep || parts.length === 1) entries.push(entryOf(name, file));
  }
  const listed = [...folders].map(name => ({ type: 'directory', oid: '0'.repeat(40), size: 0, path: name }));
  return [...listed, ...entries];
}

function entryOf(name, { bytes, oid, sha256, isLarge, pointerSize }) {
  const lfs = isLarge ? { lfs: { oid: sha256, size: bytes.length, pointerSize } } : {};
  return { type: 'file', oid, size: bytes.length, path: name, ...lfs };
}

async function pathsOf(found, request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const { paths, expand } = JSON.parse(Buffer.concat(chunks).toString());
  const lastCommit = { id: found.commit, title: 'Upload', date: '2024-01-01T00:00:00.000Z' };
  return paths.flatMap(name => {
    const file = found.files.get(name);
    return file === undefined ? [] : [{ ...entryOf(name, file), ...(expand === true ? { lastCommit } : {}) }];
  });
}

/** Sends one page of a list; the header Link names the next one. */
function sendPage(hub, url, response, items) {
  const from = Number(url.searchParams.get('cursor') ?? 0);
  const limit = Math.min(Number(url.searchParams.get('limit') ?? Infinity), hub.pageSize);
  if (from + limit < items.length) {
    url.searchParams.set('cursor', String(from + limit));
    response.setHeader('Link', `<${url.href}>; rel="next"`);
  }
  return sendJson(response, items.slice(from, from + limit));
}

function sendJson(response, value) {
  response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(value));
}

function sendError(response, status, code, message) {
  const headers = { 'Content-Type': 'application/json', 'X-Error-Message': message };
  if (code !== undefined) headers['X-Error-Code'] = code;
  response.writeHead(status, headers).end(JSON.stringify({ error: message }));
}
