/** Addresses that nobody but this machine reaches: all that is served until there is access control. */
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);

/** Names of hosts are the same in upper and lower case. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host.toLowerCase());
}
