// Static: an HTTP server on this machine for files of folders and for generated pages.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

const types = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mjs': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

/**
 * Starts the server on a free port, which is returned.
 *
 * @param {object} options
 * @param options.life the Life (life.mjs) whose end stops the server
 * @param {Record<string, string>} options.mounts the folder for each prefix of a path
 * @param {Record<string, (host: string) => { type: string, body: string | Buffer }>} options.pages makes the page for
 *   each path, given the header Host of the request
 * @param {Record<string, string>} [options.headers] added to every response
 */
export async function serveStatic({ life, mounts, pages, headers = {} }) {
  const missing = [];
  const common = {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Headers': '*',
    // A cross-origin isolated page may load only files with this header.
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Cache-Control': 'no-store',
    ...headers,
  };
  const server = http.createServer((request, response) => {
    const requested = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const page = pages[requested]?.(request.headers.host);
    if (page !== undefined) {
      response.writeHead(200, { ...common, 'Content-Type': page.type }).end(page.body);
      return;
    }
    const file = findFile(mounts, requested);
    if (request.method === 'OPTIONS') response.writeHead(204, common).end();
    else if (file !== undefined) {
      response.writeHead(200, { ...common, 'Content-Type': types[path.extname(file)] ?? 'application/octet-stream' });
      fs.createReadStream(file).pipe(response);
    } else {
      missing.push(requested);
      response.writeHead(404, common).end('not found');
    }
  });
  life.keepLog('files not found', () => missing.join('\n'));
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  life.onEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: server.address().port };
}

function findFile(mounts, requested) {
  for (const [prefix, folder] of Object.entries(mounts)) {
    if (!requested.startsWith(`${prefix}/`)) continue;
    const file = path.join(folder, requested.slice(prefix.length));
    if (!file.startsWith(folder + path.sep)) continue;
    if (fs.statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
  }
  return undefined;
}
