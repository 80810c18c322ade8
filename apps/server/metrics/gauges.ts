/**
 * The gauges of a running server: where the log, the read models and the processors stand,
 * what is parked, and what waits for whom.
 */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PROCESSORS } from '#care-event';
import { ParkedSequences } from '#engine';
import type { Position } from '#event-store';
import { behindSeconds, WritableFolder } from '../../composition/index.js';
import { Delivery } from '../background/delivery.js';
import { KafkaDoor } from '../kafka/kafka.js';
import { addKafkaGauges } from './kafka-gauges.js';
import { Processors } from '../background/processors.js';
import type { ReadableAnswer } from '../read-models/read-model-calls.js';
import { ClockWatch } from '../lifecycle/clock-watch.js';
import { ReadModelWorkerClient } from '../read-models/read-model-worker-client.js';
import { clockBehindMs } from '../figures/caveats.js';
import { ChangeStream } from '../stream/change-stream.js';
import { Metrics } from './metrics.js';

/** Longer than this nobody who scrapes waits for a gauge: it is left out, ms. */
const ANSWER_MS = 5_000;

@Injectable()
export class Gauges implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly folder: WritableFolder,
    private readonly readModels: ReadModelWorkerClient,
    private readonly parking: ParkedSequences,
    private readonly processors: Processors,
    private readonly delivery: Delivery,
    private readonly kafka: KafkaDoor,
    private readonly changes: ChangeStream,
    private readonly clock: ClockWatch,
  ) {}

  onModuleInit(): void {
    this.addPositions();
    this.addFaults();
    this.addStream();
    this.addClock();
    this.addProcessors();
    this.addTimers();
    this.addDeliveries();
    addKafkaGauges(this.metrics, this.folder, this.kafka);
  }

  private addPositions(): void {
    const { metrics, folder, readModels } = this;
    metrics.gauge('stafett_log_position', 'Last position of the log.', async () =>
      toNumber(await folder.store.head()),
    );
    metrics.gauge(
      'stafett_read_models_position',
      'Log position that the figures are based on.',
      () => toNumber(readModels.reached),
    );
    metrics.gauge(
      'stafett_read_models_behind_seconds',
      'Age of the oldest event that the figures do not count yet; 0 when they count all.',
      () => behindSeconds(folder.store, readModels.reached as Position | undefined, folder.clock()),
    );
  }

  private addFaults(): void {
    const { metrics, readModels } = this;
    metrics.gauge(
      'stafett_read_models_stopped',
      'Whether the read models cannot be kept up to date: 1, else 0. The log of the server says why.',
      () => (readModels.passingFault === undefined ? 0 : 1),
    );
  }

  private addClock(): void {
    this.metrics.gauge(
      'stafett_clock_behind_log_seconds',
      'How much less the clock shows than when the last event was recorded; 0 where it does not.',
      async () => (await clockBehindMs(this.folder)) / 1_000,
    );
    this.metrics.total(
      'stafett_clock_set_total',
      'Times since the start that the clock was set by a minute or more.',
      () => this.clock.count,
    );
  }

  private addStream(): void {
    this.metrics.gauge(
      'stafett_stream_clients',
      'Clients that are told of changes as they happen.',
      () => this.changes.listening,
    );
  }

  private addProcessors(): void {
    const { metrics, folder, parking, processors } = this;
    metrics.gaugeBy(
      'processor',
      'stafett_parked_sequences',
      'Sequences of patients that a processor could not go on with and parked.',
      () => {
        const counts = parking.counts();
        return PROCESSORS.map((name) => [name, counts.get(name) ?? 0] as const);
      },
    );
    metrics.total(
      'stafett_id_collisions_total',
      'Times since the start that one source and id were noticed to stand for events of two patients.',
      () => processors.idCollisions,
    );
    metrics.gaugeBy(
      'processor',
      'stafett_processor_position',
      'Position up to which a processor has handled the log.',
      () => processors.positions().map(([name, position]) => [name, toNumber(position)] as const),
    );
    metrics.gaugeBy(
      'processor',
      'stafett_processor_behind_seconds',
      'Age of the oldest event that a processor has not handled; 0 when there is none.',
      () =>
        Promise.all(
          processors
            .positions()
            .map(
              async ([name, position]) =>
                [name, await behindSeconds(folder.store, position, folder.clock())] as const,
            ),
        ),
    );
  }

  private addTimers(): void {
    this.metrics.gauge(
      'stafett_wakeups_overdue',
      'Patients whose time has come and who were not looked at yet.',
      async () => (await this.timers()).overdue,
    );
    this.metrics.gauge(
      'stafett_wakeups_oldest_overdue_seconds',
      'For how long the one that waits longest has been due.',
      async () => (await this.timers()).oldestSeconds,
    );
    this.metrics.gauge(
      'stafett_reviews_pending',
      'Changes of definitions or organisations after which all patients are still to be assessed anew.',
      async () => (await this.timers()).reviews,
    );
  }

  private addDeliveries(): void {
    const { metrics } = this;
    metrics.gaugeBy(
      'service',
      'stafett_messages_waiting',
      'Messages of handovers that have not reached their service yet.',
      async () => (await this.waiting()).map(({ service, waiting }) => [service, waiting] as const),
    );
    metrics.gaugeBy(
      'service',
      'stafett_messages_dead',
      'Messages that are no longer pushed because too many tries failed; they remain in the outbox.',
      async () => (await this.waiting()).map(({ service, givenUp }) => [service, givenUp] as const),
    );
    metrics.gaugeBy(
      'service',
      'stafett_delivery_circuit_open',
      'Whether pushes to a service are held back because it keeps failing: 1, else 0.',
      () =>
        [...this.delivery.circuits()].map(
          ([service, state]) => [service, state === 'closed' ? 0 : 1] as const,
        ),
    );
  }

  private timers(): Promise<ReadableAnswer<'timers'>> {
    return this.readModels.ask('timers', { at: this.now() }, withDeadline());
  }

  private async waiting(): Promise<ReadableAnswer<'waitingByService'>['services']> {
    const query = { asOf: this.now() };
    return (await this.readModels.ask('waitingByService', query, withDeadline())).services;
  }

  private now(): string {
    return new Date(this.folder.clock()).toISOString();
  }
}

function withDeadline(): { readonly signal: AbortSignal } {
  return { signal: AbortSignal.timeout(ANSWER_MS) };
}

/** Only to be looked at: a log with more events than a double counts is far off. */
function toNumber(position: string | undefined): number | undefined {
  return position === undefined ? undefined : Number(position);
}
