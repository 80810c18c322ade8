/**
 * Loaded by every process and thread of a test run (`--import`): threads run what ships, the files
 * of the bundle. A server starts several threads, and each would load hundreds of small modules.
 */
import { registerHooks } from 'node:module';

const WORKER = /\/dist\/(?:apps|libs)\/(?:.+\/)?([^/]+\.worker\.js)$/;

registerHooks({
  resolve(specifier, context, nextResolve) {
    const resolved = nextResolve(specifier, context);
    return { ...resolved, url: resolved.url.replace(WORKER, '/dist/bundle/cli/$1') };
  },
});
