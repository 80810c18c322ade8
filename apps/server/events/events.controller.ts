/** The door for events over HTTP: one CloudEvent in structured JSON per request. */
import { Body, Controller, HttpStatus, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { StafettEngine } from '#engine';
import {
  jsonMemory,
  refusalText,
  type CareEvent,
  type FactRefusal,
  type FactWarning,
  type Recorded,
} from '#care-event';
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
  /** What the event led to that its sender may not have meant; absent where there is nothing. */
  readonly warnings?: readonly FactWarning[];
}

/** Events on their way into the log at once; more are turned away, so that a slow disk fills no memory. */
const MAX_IN_FLIGHT = 1_000;
/** Memory that they may take together, beside one that is larger. */
const MAX_IN_FLIGHT_BYTES = 64 * 1024 * 1024;

const REFUSALS: Readonly<Record<FactRefusal['code'], Pick<Problem, 'status' | 'code' | 'title'>>> =
  {
    invalid: { status: 422, code: 'invalid-event', title: 'The event is invalid' },
    conflict: { status: 409, code: 'event-conflict', title: 'Same id, other content' },
    'other-patient': { status: 409, code: 'event-conflict', title: 'Same id, other patient' },
    'too-large': { status: 413, code: 'event-too-large', title: 'The event is too large' },
    'history-too-large': {
      status: 422,
      code: 'history-too-large',
      title: 'The patient has too much',
    },
  };

@Controller('v1/events')
export class EventsController {
  private inFlight = 0;
  private inFlightBytes = 0;

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
    const { outcomes, decisions } = await this.record(pseudonym, event);
    const [outcome] = outcomes;
    if (outcome === undefined) throw new Error('The engine gave no outcome for an event.');
    if (outcome.status === 'refused') {
      const { status, code, title } = REFUSALS[outcome.code];
      const faults = inCloudEventTerms(outcome.faults);
      const { message } = outcome;
      throw new Problem(status, code, title, refusalText({ message, faults }), faults);
    }
    void reply.status(outcome.status === 'accepted' ? HttpStatus.CREATED : HttpStatus.OK);
    const { status, revision, position } = outcome;
    const receipt = { status, revision, position, decisions };
    return outcome.status === 'accepted' && outcome.warnings !== undefined
      ? { ...receipt, warnings: inCloudEventTerms(outcome.warnings) }
      : receipt;
  }

  private async record(patient: string, event: CareEvent): Promise<Recorded> {
    const bytes = jsonMemory(event.data);
    const isTooMuch = this.inFlight > 0 && this.inFlightBytes + bytes > MAX_IN_FLIGHT_BYTES;
    if (this.inFlight >= MAX_IN_FLIGHT || isTooMuch) {
      const detail = `${this.inFlight} events are being recorded; send this one again.`;
      throw new Problem(503, 'busy', 'Too many at once', detail);
    }
    this.inFlight += 1;
    this.inFlightBytes += bytes;
    try {
      return await this.engine.recordFacts(patient, [event]);
    } finally {
      this.inFlight -= 1;
      this.inFlightBytes -= bytes;
    }
  }
}
