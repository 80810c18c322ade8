/** The gauges of a running server: where the log, the read models and the processors stand, and what is parked. */
import { HttpStatus } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { EventStore, Position } from '#event-store';
import type { BreakerState, Clock, LogProcessor, ParkedSequences } from '#engine';
import { PROCESSORS } from '#care-event';
import type { TimersAnswer, WaitingAnswer } from '#projections';
import type { EventOutcome, Metrics } from './metrics.js';
import type { Readings } from './readings.js';

export interface Measured {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly readings: Pick<Readings, 'position'>;
  readonly parking: Pick<ParkedSequences, 'counts'>;
}

export function watchServer(metrics: Metrics, { store, clock, readings, parking }: Measured): void {
  metrics.gauge('stafett_log_position', 'Last position of the log.', async () =>
    numberOf(await store.head()),
  );
  metrics.gauge('stafett_read_models_position', 'Position that the figures stand at.', () =>
    numberOf(readings.position),
  );
  metrics.gauge(
    'stafett_read_models_behind_seconds',
    'Age of the oldest event that the figures do not count yet; 0 when they count all.',
    () => behindSeconds(store, readings.position as Position | undefined, clock()),
  );
  metrics.gaugeBy(
    'processor',
    'stafett_parked_sequences',
    'Sequences of patients that a processor could not go on with and let be.',
    () => {
      const counts = parking.counts();
      return PROCESSORS.map((name) => [name, counts.get(name) ?? 0] as const);
    },
  );
}

/** What waits for whom: timers that are due, and messages that their service has not got yet. */
export function watchHandovers(
  metrics: Metrics,
  { readings, clock, circuits }: HandoversMeasured,
): void {
  const now = (): string => new Date(clock()).toISOString();
  const timers = async () => (await readings.ask('timers', { at: now() })) as TimersAnswer;
  const waiting = async () =>
    ((await readings.ask('waitingByService', { asOf: now() })) as WaitingAnswer).services;
  metrics.gauge(
    'stafett_wakeups_overdue',
    'Patients whose time has come and who were not looked at yet.',
    async () => (await timers()).overdue,
  );
  metrics.gauge(
    'stafett_wakeups_oldest_overdue_seconds',
    'For how long the one that waits longest has been due.',
    async () => (await timers()).oldestSeconds ?? 0,
  );
  metrics.gaugeBy(
    'service',
    'stafett_messages_waiting',
    'Messages of handovers that their service has not got yet.',
    async () => (await waiting()).map(({ service, waiting: n }) => [service, n] as const),
  );
  metrics.gaugeBy(
    'service',
    'stafett_messages_dead',
    'Messages that nobody tries to push any more; they stand in the feed.',
    async () => (await waiting()).map(({ service, givenUp }) => [service, givenUp] as const),
  );
  metrics.gaugeBy(
    'service',
    'stafett_delivery_circuit_open',
    'Whether pushes to a service are held back because it keeps failing: 1, else 0.',
    () => [...circuits()].map(([service, state]) => [service, state === 'closed' ? 0 : 1] as const),
  );
}

export interface HandoversMeasured {
  readonly readings: Pick<Readings, 'ask'>;
  readonly clock: Clock;
  readonly circuits: () => ReadonlyMap<string, BreakerState>;
}

/** Counts what became of the events that came, whoever answered: the door, its checks or its limits. */
export function countEvents(metrics: Metrics, app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', (request, reply, payload, done) => {
      const isEvent = request.method === 'POST' && request.routeOptions.url === '/events';
      if (isEvent) metrics.countEvent(outcomeOf(reply.statusCode));
      done(null, payload);
    });
}

function outcomeOf(status: number): EventOutcome {
  if (status === Number(HttpStatus.CREATED)) return 'accepted';
  if (status === Number(HttpStatus.OK)) return 'repeated';
  return status >= 500 ? 'failed' : 'refused';
}

/** Called once, with every processor that runs. */
export function watchProcessors(
  metrics: Metrics,
  { store, clock }: Pick<Measured, 'store' | 'clock'>,
  processors: readonly Pick<LogProcessor, 'name' | 'position'>[],
): void {
  metrics.gaugeBy(
    'processor',
    'stafett_processor_position',
    'Position up to which a processor has worked the log off.',
    () => processors.map(({ name, position }) => [name, numberOf(position)] as const),
  );
  metrics.gaugeBy(
    'processor',
    'stafett_processor_behind_seconds',
    'Age of the oldest event that a processor has not worked off; 0 when there is none.',
    () =>
      Promise.all(
        processors.map(
          async ({ name, position }) =>
            [name, await behindSeconds(store, position, clock())] as const,
        ),
      ),
  );
}

/**
 * Positions tell an order and no distance, so how far something is behind is told by the
 * age of the first event it has not seen.
 */
async function behindSeconds(
  store: EventStore,
  position: Position | undefined,
  now: number,
): Promise<number> {
  const from = position === undefined ? {} : { from: position };
  const {
    events: [next],
  } = await store.readLog({ limit: 1, ...from });
  return next === undefined ? 0 : Math.max(0, now - next.recordedAt) / 1000;
}

/** Only to be looked at: a log with more events than a double counts is far off. */
function numberOf(position: string | undefined): number | undefined {
  return position === undefined ? undefined : Number(position);
}
