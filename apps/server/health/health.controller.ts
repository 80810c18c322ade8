/**
 * Alive: the process answers. Ready: the log is open, and neither the read models nor a processor
 * fail. A full disk leaves it ready, since reads go on: it shows at the next append, as 507, or, where it is
 * that of the read models, as `readModelsFault`.
 */
import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Position } from '#event-store';
import type { TimersAnswer } from '#projections';
import { Documented } from '../openapi/documented.js';
import { WritableFolder } from '../../composition/index.js';
import { KafkaDoor, type KafkaHealth } from '../kafka/kafka.js';
import { Processors } from '../background/processors.js';
import { Problem } from '../http/problem.js';
import { ReadModelQuery } from '../read-models/read-model-query.js';
import { ReadModelWorkerClient } from '../read-models/read-model-worker-client.js';

export interface Readiness {
  readonly status: 'ready';
  /** Head of the log. */
  readonly position: Position | null;
  /** How far the read models have come. */
  readonly readModels: string | null;
  /** Why they cannot be brought up to date at the moment, if so: figures stand still meanwhile. */
  readonly readModelsFault?: string;
}

@Controller('health')
export class HealthController {
  constructor(
    private readonly folder: WritableFolder,
    private readonly readModels: ReadModelWorkerClient,
    private readonly processors: Processors,
    private readonly queries: QueryBus,
    private readonly kafka: KafkaDoor,
  ) {}

  @Get('live')
  @Documented({ summary: 'Whether the process answers', answer: 'Live', when: { 200: 'It does.' } })
  live(): { readonly status: 'live' } {
    return { status: 'live' };
  }

  @Get('ready')
  @Documented({
    summary: 'Whether the log is open and the read models are kept',
    answer: 'Ready',
    when: { 200: 'Both, with how far each has come.' },
    problems: [503],
  })
  async ready(): Promise<Readiness> {
    const { failure, reached } = this.readModels;
    if (failure !== undefined) {
      const detail = `The read models stopped: ${failure.message}`;
      throw new Problem(503, 'read-models', 'Not ready', detail);
    }
    const { passingFault } = this.readModels;
    if (passingFault !== undefined && !passingFault.full)
      throw new Problem(503, 'read-models', 'Not ready', passingFault.message);
    const failing = this.processors.failing();
    if (failing.length > 0) {
      const detail = `Failing and tried again: ${failing.join(', ')}. The reason is on standard error.`;
      throw new Problem(503, 'processors', 'Not ready', detail);
    }
    const position = (await this.folder.store.head()) ?? null;
    return {
      ...{ status: 'ready', position, readModels: reached ?? null },
      ...(passingFault !== undefined && { readModelsFault: passingFault.message }),
    };
  }

  /** How each partition and each topic is doing; a broker that is away leaves the server ready. */
  @Get('kafka')
  @Documented({
    summary: 'How reading from Kafka and sending to it is doing',
    answer: 'KafkaHealth',
    when: { 200: 'Whatever there is of it.' },
  })
  kafkaHealth(): KafkaHealth {
    return this.kafka.health;
  }

  /** The backlog: patients who should have been looked at by now, and for how long the oldest has waited. */
  @Get('timers')
  @Documented({
    summary: 'How many wake-ups are overdue',
    answer: 'Timers',
    when: { 200: 'The backlog.' },
    problems: [503],
  })
  timers(): Promise<TimersAnswer> {
    const at = new Date(this.folder.clock()).toISOString();
    return this.queries.execute(new ReadModelQuery('timers', { at }));
  }
}
