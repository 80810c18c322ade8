/** The server on the data folder; loaded by the command that starts it. */
import { clockFrom, dataFolder, loadDeliveryConfig } from '../../composition/index.js';
import { serve, type Served } from '../../server/serve.js';
import type { Session } from './session.js';

export interface ServeFolderOptions {
  readonly port: number;
  readonly host: string;
  /** Milliseconds since the epoch; the system clock if undefined. */
  readonly now?: number | undefined;
  /** The file that says who gets messages pushed; if undefined, the usual one if it exists. */
  readonly delivery?: string | undefined;
}

/** @throws StoreLocked if another process writes to the folder */
export async function serveFolder(
  { folder, io }: Session,
  { port, host, now, delivery: given }: ServeFolderOptions,
): Promise<Served> {
  const clock = now === undefined ? Date.now : clockFrom(now);
  const usual = dataFolder(folder).delivery;
  const delivery = await loadDeliveryConfig({ given, usual }, io);
  return serve(folder, { port, host, clock, delivery });
}
