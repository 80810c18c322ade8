/** Serves as configured, for the command `stafett serve` and for the server by itself. */
import type { Clock } from '#engine';
import { dataFolder, loadDeliveryConfig, type Configuration } from '../composition/index.js';
import { serve, type Served } from './serve.js';

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
}

/** @throws DeliveryConfigRefused; what `serve` throws */
export async function serveConfigured(
  { data, host, port, delivery: file, 'log-level': logLevel }: Configuration,
  { env, clock = Date.now }: Surroundings,
): Promise<Served> {
  const delivery = await loadDeliveryConfig(
    { file, defaultFile: dataFolder(data).delivery },
    { env },
  );
  return serve(data, { host, port, clock, delivery, logLevel });
}
