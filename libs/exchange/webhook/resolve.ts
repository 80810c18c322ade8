/**
 * From a host to the addresses that are connected to. All of them are checked, and the
 * connection goes to one of exactly these: a name that is resolved again in between
 * (DNS rebinding) has nobody to ask.
 */
import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { mayConnect, type Network } from './address-check.js';

export interface Resolved {
  readonly address: string;
  readonly family: number;
}

/** Every address of a name. Fails as `dns.lookup` does. */
export type Resolve = (name: string) => Promise<readonly Resolved[]>;

/** By the operating system, as every other program on the machine resolves names. */
export const resolveBySystem: Resolve = (name) => lookup(name, { all: true });

export type Checked =
  | { readonly addresses: readonly Resolved[] }
  | { readonly refused: 'unknown-host' }
  /** The addresses that must not be connected to. */
  | { readonly refused: 'refused-address'; readonly addresses: readonly string[] };

/**
 * @param hostname of a parsed URL: an address of IPv6 is in brackets
 * @returns refused when any address must not be connected to: a name that leads partly
 *   inside is not to be trusted with the rest
 */
export async function checkedAddresses(
  hostname: string,
  resolve: Resolve,
  allowed: readonly Network[],
): Promise<Checked> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  let addresses: readonly Resolved[];
  try {
    addresses = family === 0 ? await resolve(host) : [{ address: host, family }];
  } catch {
    return { refused: 'unknown-host' };
  }
  if (addresses.length === 0) return { refused: 'unknown-host' };
  const refused = addresses
    .map(({ address }) => address)
    .filter((one) => !mayConnect(one, allowed));
  return refused.length === 0 ? { addresses } : { refused: 'refused-address', addresses: refused };
}

/** A resolver for one connection that knows only what was checked. */
export function pinned(addresses: readonly Resolved[]): LookupFunction {
  return (_hostname, options, answer) => {
    const [first] = addresses;
    if (first === undefined) return answer(new Error('Nothing was resolved.'), '');
    if (options.all === true) return answer(null, [...addresses]);
    answer(null, first.address, first.family);
  };
}
