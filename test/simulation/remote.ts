/**
 * The manners of a log on other machines. From time to time nobody reaches it, for seconds or for
 * hours, and what was under way then is never answered; whoever leads afterwards has another
 * clock. It does not tell a repeat from a first append, keeps no keys over the whole log, gives
 * short pages, and its subscriptions break and deliver twice.
 */
import {
  Subscriptions,
  Unavailable,
  type EventPage,
  type EventStore,
  type LogEvent,
  type ReadLogOptions,
  type RetryOptions,
} from '#event-store';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './faults.js';
import type { Random } from './random.js';
import { WORLD, type Scheduler } from './scheduler.js';

/** Most events in a page, however many were asked for. */
const PAGE_EVENTS = 7;
/** How far the clock of a new leader may be off, ms, either way. */
const CLOCK_OFF_MS = 10 * MINUTE_MS;

/** The machines of the log, as all processes see them. */
export class Remote {
  /** How far the clock of the leader is ahead, ms. */
  clockAheadMs = 0;
  /** How often it has been out of reach. */
  outages = 0;
  private isDown = false;
  private isCalm = false;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly random: Random,
  ) {}

  /** Nobody reaches it. */
  get isUnreachable(): boolean {
    return this.isDown;
  }

  /** Plans the next outage, and so on. */
  begin(): void {
    const { random, scheduler } = this;
    scheduler.after(random.whole(HOUR_MS, 3 * DAY_MS), WORLD, 'the leader is gone', () => {
      if (this.isCalm) return;
      this.isDown = true;
      this.outages += 1;
      const longest = random.oneOf([20_000, HOUR_MS, 5 * HOUR_MS]);
      scheduler.after(random.whole(5_000, longest), WORLD, 'there is a new leader', () => {
        this.isDown = false;
        this.clockAheadMs = this.isCalm ? 0 : random.whole(-CLOCK_OFF_MS, CLOCK_OFF_MS);
        this.begin();
      });
    });
  }

  calm(): void {
    this.isCalm = true;
  }
}

/** The store as a client of such a log has it. */
export function asRemote(store: EventStore, random: Random, retry: RetryOptions): EventStore {
  const readLog = async (options: ReadLogOptions): Promise<EventPage> =>
    store.readLog(shortened(options));
  const delivered = async (options: ReadLogOptions): Promise<EventPage> => {
    if (random.happens(0.1)) throw new Unavailable('The subscription was dropped.');
    const page = await readLog(options);
    return { ...page, events: [...page.events, ...again(page.events, random)] };
  };
  const subscriptions = new Subscriptions(
    { readLog: delivered, readStream: (...args) => store.readStream(...args) },
    { retry },
  );
  const append: EventStore['append'] = async (...args) => ({
    ...(await store.append(...args)),
    repeated: false,
  });
  return Object.create(store, {
    append: { value: append },
    readStream: {
      value: (...[stream, options]: Parameters<EventStore['readStream']>) =>
        store.readStream(stream, shortened(options)),
    },
    readLog: { value: readLog },
    subscribe: {
      value: (...args: Parameters<EventStore['subscribe']>) => subscriptions.open(...args),
    },
  }) as EventStore;
}

/** Some of what was delivered comes once more. */
function again(events: readonly LogEvent[], random: Random): readonly LogEvent[] {
  return events.filter(() => random.happens(0.2));
}

function shortened<Options extends { readonly limit: number }>(options: Options): Options {
  return options.limit > PAGE_EVENTS ? { ...options, limit: PAGE_EVENTS } : options;
}
