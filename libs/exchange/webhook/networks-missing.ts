/**
 * Says before anything is pushed which target would never be reached, because its address is
 * not public and no network names it. A name that cannot be resolved now may be known later:
 * that is no reason to refuse it.
 */
import { networkOf, parseNetworks } from './address-check.js';
import type { WebhookTarget } from './open-webhook-delivery.js';
import { checkedAddresses, resolveBySystem, type Resolve } from './resolve.js';

/** How long names may take to be resolved, all of them together, ms. */
const RESOLVE_MS = 2_000;

/** By service: the networks that `networks` would have to name. */
export type NetworksMissing = ReadonlyMap<string, readonly string[]>;

/** @param options.resolve default: the operating system's resolver */
export async function networksMissing(
  {
    targets,
    networks,
  }: {
    readonly targets: readonly WebhookTarget[];
    readonly networks: readonly string[];
  },
  { resolve = resolveBySystem }: { readonly resolve?: Resolve | undefined } = {},
): Promise<NetworksMissing> {
  const allowed = parseNetworks(networks);
  const missing = new Map<string, readonly string[]>();
  const checks = targets.map(async ({ service, url }) => {
    const checked = await checkedAddresses(new URL(url).hostname, resolve, allowed);
    if (!('refused' in checked) || checked.refused !== 'refused-address') return;
    missing.set(service, [...new Set(checked.addresses.map(networkOf))]);
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((end) => (timer = setTimeout(end, RESOLVE_MS)));
  await Promise.race([Promise.all(checks), late]).finally(() => clearTimeout(timer));
  return new Map(missing);
}
