/**
 * What wakes subscriptions when others have appended: the server's notice, which may get lost, and
 * a look now and then, which does not.
 */
import pg from 'pg';
import { connectionSettings } from '#postgres';
import type { PostgresAddress } from '#postgres';
import { quoted } from './tables.js';

/** How often a listening connection that broke is made again, ms. */
const LISTEN_AGAIN_MS = 1_000;
/** Longest wait for an answer on this connection. */
const STATEMENT_MS = 10_000;

export interface NewsOptions {
  readonly address: PostgresAddress;
  /** Also the name under which notices are sent. */
  readonly schema: string;
  /** How often to look, ms. */
  readonly pollMs: number;
  /** Where the log ends. */
  readonly head: () => Promise<string | undefined>;
}

/** @returns how to end it */
export function watchForNews(options: NewsOptions, wake: () => void): () => void {
  const polling = pollHead(options, wake);
  const listening = new Listening(options, wake);
  return () => {
    clearInterval(polling);
    listening.end();
  };
}

function pollHead({ head, pollMs }: NewsOptions, wake: () => void): NodeJS.Timeout {
  let seen: string | undefined;
  let isPolling = false;
  return setInterval(() => {
    if (isPolling) return;
    isPolling = true;
    void head()
      .then((position) => {
        if (position !== seen) wake();
        seen = position;
      })
      // Whoever reads next meets the fault, and can handle it.
      .catch(() => undefined)
      .finally(() => (isPolling = false));
  }, pollMs);
}

class Listening {
  private client: pg.Client | undefined;
  private isEnded = false;
  private again: NodeJS.Timeout | undefined;

  constructor(
    private readonly options: NewsOptions,
    private readonly wake: () => void,
  ) {
    void this.begin();
  }

  end(): void {
    this.isEnded = true;
    clearTimeout(this.again);
    void this.client?.end().catch(() => undefined);
  }

  private async begin(): Promise<void> {
    const { address, schema } = this.options;
    const client = new pg.Client(
      connectionSettings(address, { purpose: 'log listener', statementMs: STATEMENT_MS }),
    );
    this.client = client;
    let isLost = false;
    const lost = (): void => {
      if (isLost) return;
      isLost = true;
      void client.end().catch(() => undefined);
      if (!this.isEnded) this.again = setTimeout(() => void this.begin(), LISTEN_AGAIN_MS).unref();
    };
    client
      .on('error', lost)
      .on('end', lost)
      .on('notification', () => this.wake());
    try {
      await client.connect();
      await client.query(`LISTEN ${quoted(schema)}`);
      if (this.isEnded) await client.end();
      // What came before it listened is no notice.
      else this.wake();
    } catch {
      lost();
    }
  }
}
