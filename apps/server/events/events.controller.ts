/** The way in for events over HTTP: CloudEvents one at a time, as a batch, or as a stream of lines. */
import { Readable } from 'node:stream';
import { Controller, HttpStatus, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { jsonMemory, type FactWarning, type Json } from '#care-event';
import { StafettEngine } from '#engine';
import { inCloudEventTerms, readPatient, type ReadCloudEvent } from '#exchange';
import { WritableFolder } from '../../composition/index.js';
import { BATCH_CONTENT_TYPE, LINES_CONTENT_TYPE } from '../http/content-types.js';
import { invalidRequest } from '../http/known-names.js';
import type { Problem } from '../http/problem.js';
import { Parameters } from '../http/query-parameters.js';
import { Metrics } from '../metrics/metrics.js';
import { exampleOf } from '../openapi/answers.js';
import { Documented } from '../openapi/documented.js';
import { Admission } from './admission.js';
import { recordBatch, requireAll, type BatchAnswer, type EventsTarget } from './batch.js';
import { EventsParameters } from './events.dto.js';
import { recordLines, type LinesAnswer } from './lines.js';
import { readEvents } from './read-request.js';
import { refusalProblem } from './refusals.js';

export interface Receipt {
  readonly status: 'accepted' | 'repeated';
  /** Of the event in the patient's stream. */
  readonly revision: number;
  /** From this position of the log on, every figure shows the event. */
  readonly position: string;
  /** How many decisions of the engine were appended with it. */
  readonly decisions: number;
  /** What the event says or led to that its sender may not have meant; absent where there is nothing. */
  readonly warnings?: readonly FactWarning[];
}

@Controller('v1/events')
export class EventsController {
  private readonly admission = new Admission();

  constructor(
    private readonly engine: StafettEngine,
    private readonly folder: WritableFolder,
    private readonly metrics: Metrics,
  ) {}

  /** 201 when something is durable now; 200 when all of it already was; 207 when something is not. */
  @Post()
  @Documented({
    summary: 'Report events',
    description:
      'One CloudEvent in structured or binary mode, a batch of them, or one a line. Sending an event again changes nothing.',
    answer: 'Receipt',
    when: { 201: 'Durable now.', 200: 'It already was.' },
    problems: [409, 413, 415, 422, 429, 503, 507],
  })
  @ApiResponse({
    status: 207,
    description: 'Of a batch, some events were refused or failed; `results` says which.',
    content: {
      'application/json': {
        schema: { $ref: '#/components/schemas/BatchReceipt' },
        example: exampleOf('BatchReceipt'),
      },
    },
  })
  async publish(
    @Parameters() { 'all-or-none': allOrNone }: EventsParameters,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Receipt | BatchAnswer | StreamableFile> {
    const events = readEvents(request);
    if (allOrNone !== undefined && events.mode !== 'batch') throw onlyOfBatch();
    if (events.mode === 'one') return this.one(events.event, reply);
    const leave = this.admission.bulkRequest();
    if (events.mode === 'lines') return this.lines(events.chunks, leave);
    try {
      return await this.batch(events.events, { allOrNone: allOrNone === 'true', reply });
    } finally {
      leave();
    }
  }

  private async one(
    { patient, event, occurredIn }: ReadCloudEvent,
    reply: FastifyReply,
  ): Promise<Receipt> {
    const pseudonym = readPatient(patient, this.folder.secret);
    const leave = this.admission.event(event.source, jsonMemory(event.data));
    const { outcomes, decisions } = await this.engine
      .recordFacts(pseudonym, [event])
      .finally(leave);
    const [outcome] = outcomes;
    if (outcome === undefined) throw new Error('The engine gave no outcome for an event.');
    if (outcome.status === 'refused') throw refusalProblem(outcome, occurredIn);
    void reply.status(outcome.status === 'accepted' ? HttpStatus.CREATED : HttpStatus.OK);
    this.metrics.countEvents({ [outcome.status]: 1 });
    const { status, revision, position } = outcome;
    const receipt = { status, revision, position, decisions };
    return outcome.status === 'accepted' && outcome.warnings !== undefined
      ? { ...receipt, warnings: inCloudEventTerms(outcome.warnings, occurredIn) }
      : receipt;
  }

  private async batch(
    events: readonly Json[],
    { allOrNone, reply }: { readonly allOrNone: boolean; readonly reply: FastifyReply },
  ): Promise<BatchAnswer> {
    if (allOrNone) await requireAll(events, this.target);
    const answer = await recordBatch(events, this.target);
    this.metrics.countEvents(answer);
    const isWhole = answer.refused + answer.failed === 0;
    const done = answer.accepted > 0 ? HttpStatus.CREATED : HttpStatus.OK;
    void reply.status(isWhole ? done : HttpStatus.MULTI_STATUS);
    return answer;
  }

  /** The first line is waited for: what fails before it is a problem like any other. */
  private async lines(
    chunks: AsyncIterable<Uint8Array>,
    leave: () => void,
  ): Promise<StreamableFile> {
    const answers = this.counted(recordLines(chunks, this.target));
    const text = async function* (first: IteratorResult<LinesAnswer, void>) {
      try {
        for (let next = first; !next.done; next = await answers.next())
          yield `${JSON.stringify(next.value)}\n`;
      } finally {
        leave();
      }
    };
    try {
      const stream = Readable.from(text(await answers.next()), { objectMode: false });
      return new StreamableFile(stream, { type: LINES_CONTENT_TYPE });
    } catch (error) {
      leave();
      throw error;
    }
  }

  private async *counted(answers: AsyncIterable<LinesAnswer>): AsyncGenerator<LinesAnswer, void> {
    let counted = { accepted: 0, repeated: 0, refused: 0 };
    for await (const answer of answers) {
      if ('through' in answer) {
        const { accepted, repeated, refused } = answer;
        this.metrics.countEvents({
          accepted: accepted - counted.accepted,
          repeated: repeated - counted.repeated,
          refused: refused - counted.refused,
        });
        counted = { accepted, repeated, refused };
      }
      yield answer;
    }
  }

  private get target(): EventsTarget {
    return { engine: this.engine, secret: this.folder.secret };
  }
}

function onlyOfBatch(): Problem {
  const detail = `all-or-none is asked of a batch, ${BATCH_CONTENT_TYPE}.`;
  return invalidRequest([{ path: 'all-or-none', message: detail }]);
}
