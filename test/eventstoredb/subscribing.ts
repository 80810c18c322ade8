/**
 * Subscriptions: history, then what comes, to one stream or to the whole log, with a filter by
 * stream or by type. A reader that falls behind is told so and caught up from the log again.
 */
import { randomUUID } from 'node:crypto';
import { status } from '@grpc/grpc-js';
import type { Log } from './log.js';
import { checkpointResponse, eventResponse, streamName } from './messages.js';
import { streams } from './protocol.js';
import { isNoRecord, type ReadCall, send, whenOver } from './read-call.js';
import { type StoredEvent, TOMBSTONE_REVISION } from './records.js';
import { statusOf } from './failures.js';

type Options = streams.ReadReq.Options;

/** How many events the server holds ready for a live reader; also what it reads at a time. */
const LIVE_BUFFER = 32;

interface Filter {
  passes(event: StoredEvent): boolean;
  /** How many events pass by, live, from one checkpoint to the next. */
  readonly interval: number;
  /** How many it looks at in one go while it catches up. */
  readonly window: number;
}

export class Subscribing {
  private readonly calls = new Set<ReadCall>();
  private readonly stopped = new WeakSet<ReadCall>();

  constructor(private readonly log: Log) {}

  async start(call: ReadCall, options: Options): Promise<void> {
    this.calls.add(call);
    const end = () => this.calls.delete(call);
    call.on('cancelled', end).on('close', end);
    const confirmation = new streams.ReadResp.SubscriptionConfirmation();
    await send(
      call,
      new streams.ReadResp().setConfirmation(confirmation.setSubscriptionId(randomUUID())),
    );
    const position = options.getAll()?.getPosition()?.getCommitPosition();
    if (position !== undefined && isNoRecord(this.log, Number(position))) {
      call.emit('error', { code: status.INVALID_ARGUMENT, details: 'Invalid position' });
      return;
    }
    await this.follow(call, options);
  }

  /** Ends every subscription as a server does that goes away. */
  drop(): void {
    for (const call of this.calls) call.emit('error', statusOf('unavailable'));
    this.calls.clear();
  }

  /** From now on none that is open delivers anything, and none is told. */
  stopSilently(): void {
    for (const call of this.calls) this.stopped.add(call);
  }

  private async follow(call: ReadCall, options: Options): Promise<void> {
    const wanted = options.hasAll() ? () => true : ofStream(options);
    const filter = filterOf(options);
    const after = afterOf(options, this.log);
    let next = Math.min(this.log.indexOf(after), this.log.visible);
    let live = false;
    let passed = 0;
    for (;;) {
      if (live && this.log.visible - next > LIVE_BUFFER) {
        live = false;
        await send(call, new streams.ReadResp().setFellBehind(new streams.ReadResp.FellBehind()));
      }
      let page = 0;
      for (; next < this.log.visible; next++) {
        if (!this.isOpen(call)) return;
        const event = this.log.all[next];
        if (!event || event.position <= after) continue;
        if (wanted(event) && (filter?.passes(event) ?? true))
          await send(call, eventResponse(event));
        if (!filter) continue;
        passed += 1;
        page += 1;
        const due = live ? passed >= filter.interval : page >= filter.window;
        if (!due) continue;
        passed = 0;
        page = 0;
        // Catching up, a server names where it would read on, which is a record that nobody has yet.
        const ahead = this.log.all[next + 1]?.position ?? this.log.end;
        await send(call, checkpointResponse(live ? event.position : ahead));
      }
      if (!live)
        await send(call, new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp()));
      live = true;
      if (next >= this.log.visible) await this.grown(call);
      if (!this.isOpen(call)) return;
    }
  }

  private isOpen(call: ReadCall): boolean {
    return this.calls.has(call) && !this.stopped.has(call);
  }

  private grown(call: ReadCall): Promise<void> {
    return new Promise((resolve) => whenOver(call, (done) => this.log.onceGrown(done), resolve));
  }
}

function ofStream(options: Options): (event: StoredEvent) => boolean {
  const from = options.getStream();
  const stream = streamName(from?.getStreamIdentifier());
  const after = from?.hasRevision() ? Number(from.getRevision()) : -1;
  return (event) =>
    event.stream === stream && (event.revision > after || event.revision === TOMBSTONE_REVISION);
}

/** The position after which the first event is delivered. */
function afterOf(options: Options, log: Log): number {
  const all = options.getAll();
  if (all?.hasPosition()) return Number(all.getPosition()?.getCommitPosition());
  const fromEnd = all?.hasEnd() || options.getStream()?.hasEnd();
  return fromEnd ? (log.all[log.visible - 1]?.position ?? -1) : -1;
}

function filterOf(options: Options): Filter | undefined {
  const filter = options.getFilter();
  if (!filter) return undefined;
  const expression = filter.getStreamIdentifier() ?? filter.getEventType();
  const byStream = filter.hasStreamIdentifier();
  const prefixes = expression?.getPrefixList() ?? [];
  const regex = new RegExp(expression?.getRegex() ?? '');
  const window = filter.hasMax() ? filter.getMax() : LIVE_BUFFER;
  return {
    passes: (event) => {
      const text = byStream ? event.stream : event.type;
      if (prefixes.length === 0) return regex.test(text);
      return prefixes.some((prefix) => text.startsWith(prefix));
    },
    interval: window * filter.getCheckpointintervalmultiplier(),
    window,
  };
}
