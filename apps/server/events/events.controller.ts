/** The door for events over HTTP: one CloudEvent in structured JSON per request. */
import { Body, Controller, HttpStatus, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { StafettEngine } from '#engine';
import type { CareEvent, Recorded } from '#care-event';
import { inCloudEventTerms, readPatient } from '#exchange';
import { Documented } from '../openapi/documented.js';
import { WritableFolder } from '../../composition/index.js';
import { Problem } from '../http/problem.js';
import { CloudEventBody } from '../http/request.pipe.js';

export interface Receipt {
  readonly status: 'accepted' | 'repeated';
  /** Of the event in the patient's stream. */
  readonly revision: number;
  /** From this position of the log on, every figure shows the event. */
  readonly position: string;
  /** How many decisions of the engine were appended with it. */
  readonly decisions: number;
}

/** Events on their way into the log at once; more are turned away, so that a slow disk fills no memory. */
const MAX_IN_FLIGHT = 1_000;

@Controller('events')
export class EventsController {
  private inFlight = 0;

  constructor(
    private readonly engine: StafettEngine,
    private readonly folder: WritableFolder,
  ) {}

  /** 201 when the event is durable; 200 when it already was, however often it is sent. */
  @Post()
  @Documented({
    summary: 'Report one event',
    answer: 'Receipt',
    when: { 201: 'The event is durable now.', 200: 'The event already was.' },
    problems: [409, 413, 415, 422, 503, 507],
  })
  async publish(
    @Body() { patient, event }: CloudEventBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Receipt> {
    const pseudonym = readPatient(patient, this.folder.secret);
    const { outcomes, decisions } = await this.record(pseudonym, [event]);
    const [outcome] = outcomes;
    if (outcome === undefined) throw new Error('The engine gave no outcome for an event.');
    if (outcome.status === 'refused') {
      const faults = inCloudEventTerms(outcome.faults);
      throw outcome.code === 'conflict'
        ? new Problem(409, 'event-conflict', 'Same id, other content', outcome.message, faults)
        : new Problem(422, 'invalid-event', 'The event is invalid', outcome.message, faults);
    }
    void reply.status(outcome.status === 'accepted' ? HttpStatus.CREATED : HttpStatus.OK);
    const { status, revision, position } = outcome;
    return { status, revision, position, decisions };
  }

  private async record(patient: string, facts: readonly CareEvent[]): Promise<Recorded> {
    if (this.inFlight >= MAX_IN_FLIGHT) {
      const detail = `${MAX_IN_FLIGHT} events are being recorded; send this one again.`;
      throw new Problem(503, 'busy', 'Too many at once', detail);
    }
    this.inFlight += 1;
    try {
      return await this.engine.recordFacts(patient, facts);
    } finally {
      this.inFlight -= 1;
    }
  }
}
