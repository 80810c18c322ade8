/** The way in for events over HTTP: CloudEvents one at a time, as a batch, or as a stream of lines. */
import { Readable } from 'node:stream';
import { Controller, Headers, HttpStatus, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
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
import { recordBatch, type EventsTarget } from './batch.js';
import { EventsParameters } from './events.dto.js';
import { IdempotencyKeys, type KeptAnswer } from './idempotency-keys.js';
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
  private readonly keys = new IdempotencyKeys();

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
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description:
      'The same request under the same key has the same answer again. Of one event or a batch; kept until 10,000 others have come, or the server ends.',
    schema: { type: 'string', maxLength: 256 },
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
    @Headers('idempotency-key') key: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const events = readEvents(request);
    if (allOrNone !== undefined && events.mode !== 'batch') throw onlyOf('all-or-none');
    if (events.mode === 'lines') {
      if (key !== undefined) throw onlyOf('Idempotency-Key');
      return this.lines(events.chunks, this.admission.bulkRequest());
    }
    const { status, body } = await this.keys.answer(key, { ...events, allOrNone }, () =>
      events.mode === 'one'
        ? this.one(events.event)
        : this.batch(events.events, allOrNone === 'true'),
    );
    void reply.status(status);
    return body;
  }

  private async one({ patient, event, occurredIn }: ReadCloudEvent): Promise<KeptAnswer> {
    const pseudonym = readPatient(patient, this.folder.secret);
    const leave = this.admission.event(event.source, jsonMemory(event.data));
    const { outcomes, decisions } = await this.engine
      .recordFacts(pseudonym, [event])
      .finally(leave);
    const [outcome] = outcomes;
    if (outcome === undefined) throw new Error('The engine gave no outcome for an event.');
    if (outcome.status === 'refused') throw refusalProblem(outcome, occurredIn);
    this.metrics.countEvents({ [outcome.status]: 1 });
    const { status, revision, position } = outcome;
    const warnings = outcome.status === 'accepted' ? outcome.warnings : undefined;
    const receipt: Receipt = {
      ...{ status, revision, position, decisions },
      ...(warnings && { warnings: inCloudEventTerms(warnings, occurredIn) }),
    };
    const created = status === 'accepted';
    return { status: created ? HttpStatus.CREATED : HttpStatus.OK, body: receipt };
  }

  private async batch(events: readonly Json[], allOrNone: boolean): Promise<KeptAnswer> {
    const leave = this.admission.bulkRequest();
    try {
      const body = await recordBatch(events, this.target, allOrNone);
      this.metrics.countEvents(body);
      const isWhole = body.refused + body.failed === 0;
      const done = body.accepted > 0 ? HttpStatus.CREATED : HttpStatus.OK;
      const status = isWhole ? done : HttpStatus.MULTI_STATUS;
      return { status, body, mayChange: body.failed > 0 };
    } finally {
      leave();
    }
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

function onlyOf(name: keyof typeof ONLY_OF): Problem {
  return invalidRequest([{ path: name, message: `${name} is of ${ONLY_OF[name]} only` }]);
}

const ONLY_OF = {
  'all-or-none': `a batch (${BATCH_CONTENT_TYPE})`,
  'Idempotency-Key': 'one event or a batch: a stream of lines goes on where it was cut off',
} as const;
