/**
 * Which network addresses may be connected to: those of the public internet, and of
 * networks that the operator named. A name on the allow-list that leads into the
 * machine, its neighbourhood or a cloud's metadata service goes nowhere.
 */
import ipaddr from 'ipaddr.js';

export type Network = ReturnType<typeof ipaddr.parseCIDR>;

/** Global unicast: every public address of IPv6 is in it, and no embedded address of IPv4 but 6to4. */
const PUBLIC_IPV6 = ipaddr.parseCIDR('2000::/3');

/** Whether it is a network in CIDR form, such as `10.0.0.0/8` or `fd00::/8`. */
export function isNetwork(text: string): boolean {
  return ipaddr.isValidCIDR(text);
}

/** @param address in plain form, as a resolver or a parsed URL gives it */
export function mayConnect(address: string, allowed: readonly Network[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  // An IPv4 address in IPv6's clothes is what it stands for.
  const plain = ipaddr.process(address);
  if (allowed.some((network) => isWithin(plain, network))) return true;
  if (plain.range() !== 'unicast') return false;
  return plain.kind() === 'ipv4' || isWithin(plain, PUBLIC_IPV6);
}

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, network: Network): boolean {
  return address.kind() === network[0].kind() && address.match(network);
}

export function parseNetworks(networks: readonly string[]): readonly Network[] {
  return networks.map((text) => ipaddr.parseCIDR(text));
}

/** How an operator names one address among the networks that may be called, such as `127.0.0.1/32`. */
export function networkOf(address: string): string {
  const plain = ipaddr.process(address);
  return `${plain.toString()}/${plain.kind() === 'ipv4' ? 32 : 128}`;
}
