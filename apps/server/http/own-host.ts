/**
 * Refuses requests that were addressed to another name. Loopback is all that guards
 * the server, and a web page can make a browser on this machine call it under a name
 * of its own (DNS rebinding); such a request carries that name in its Host header.
 */
import type { IncomingMessage } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { isLoopback } from './loopback.js';
import { Problem } from './problem.js';

export function requireOwnHost(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  server.addHook('onRequest', ({ raw }, _reply, done) => done(refusalOf(raw)));
}

function refusalOf({ rawHeaders, url = '' }: IncomingMessage): Problem | undefined {
  // Node itself keeps the first of several.
  const hosts = rawHeaders.filter((_, i) => i % 2 === 1 && isHost(rawHeaders[i - 1]));
  if (hosts.length !== 1) {
    const detail = `A request has one Host header; this one has ${hosts.length === 0 ? 'none' : hosts.length}.`;
    return new Problem(400, 'host', 'The request was refused', detail);
  }
  // A request to a proxy names the host in its address as well, and that one counts.
  const [, named] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(url) ?? [];
  if ([...hosts, ...(named === undefined ? [] : [named])].every(isOurs)) return undefined;
  const detail = 'This server answers to localhost, 127.0.0.1 and [::1] only.';
  return new Problem(421, 'foreign-host', 'Not addressed to this server', detail);
}

function isHost(header: string | undefined): boolean {
  return header?.toLowerCase() === 'host';
}

/** Whatever the port: a proxy or a tunnel may have another. */
function isOurs(host: string): boolean {
  const [, ipv6, name] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d{0,5})?$/.exec(host) ?? [];
  return isLoopback(ipv6 ?? name?.replace(/\.$/, '') ?? '');
}
