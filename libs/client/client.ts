/** The client: publishes events, and sends again what may have failed only for now. */
import type { CatalogueData } from './catalogue.js';
import type { CareEventOf } from './care-event.js';
import { groupsOf, sendLines, type Line } from './event-lines.js';
import { EventsEndpoint } from './events-endpoint.js';
import { ProblemError } from './errors.js';
import type { BatchOptions, ClientOptions, PublishOptions, StreamOptions } from './options.js';
import type {
  BatchReceipt,
  EventResult,
  Receipt,
  StreamAnswer,
  StreamProgress,
} from './receipts.js';
import { Retries } from './retries.js';

const RETRIES = 8;

/**
 * @typeParam Declared types of event beside those of the catalogue, with what their `data` may say:
 * `new StafettClient<{ 'PainDiaryKept.v1': { score: number } }>({ url })`
 */
export class StafettClient<Declared extends object = Record<never, never>> {
  private readonly endpoint: EventsEndpoint;

  constructor(private readonly options: ClientOptions) {
    this.endpoint = new EventsEndpoint(options);
  }

  /**
   * Records one event; once this resolves, it is durable.
   * @throws ProblemError it was refused; NoAnswerError nobody knows
   */
  async publish(
    event: CareEventOf<CatalogueData & Declared>,
    { idempotencyKey, signal }: PublishOptions = {},
  ): Promise<Receipt> {
    const body = JSON.stringify(structured(event));
    const contentType = 'application/cloudevents+json';
    return this.retries(signal).until(() =>
      this.endpoint.post({ contentType, body, idempotencyKey, signal }, json<Receipt>),
    );
  }

  /**
   * Records up to 1,000 events, each by itself unless `allOrNone` is set; `results` says of each in turn
   * what became of it.
   * @throws ProblemError nothing was recorded; NoAnswerError nobody knows
   */
  async publishBatch(
    events: readonly CareEventOf<CatalogueData & Declared>[],
    { allOrNone = false, idempotencyKey, signal }: BatchOptions = {},
  ): Promise<BatchReceipt> {
    const retries = this.retries(signal);
    const post = (part: readonly object[], key?: string): Promise<BatchReceipt> => {
      const contentType = 'application/cloudevents-batch+json';
      const body = JSON.stringify(part.map(structured));
      const query = allOrNone ? '?all-or-none=true' : '';
      const request = { contentType, body, query, idempotencyKey: key, signal };
      return retries.until(() => this.endpoint.post(request, json<BatchReceipt>));
    };
    const results = [...(await post(events, idempotencyKey)).results];
    for (;;) {
      const failed = [...results.keys()].filter((n) => results[n]?.status === 'failed');
      const first = results[failed[0] ?? -1];
      if (first === undefined || !('problem' in first)) return batchReceipt(results);
      try {
        await retries.waitAfter(new ProblemError(first.problem));
        // What is sent is no longer what the key was for; the events' own ids make this safe.
        const again = await post(failed.map((n) => events[n]!));
        failed.forEach((n, i) => (results[n] = again.results[i]!));
      } catch {
        signal?.throwIfAborted();
        return batchReceipt(results);
      }
    }
  }

  /**
   * Records events of any number, in their order, as they come: nothing is asked of the source while the
   * server is busy. Yields what was refused, what was warned of, and how far everything is settled; where it
   * ends with an error, go on with `after: through`, or begin again.
   * @throws ProblemError, NoAnswerError
   */
  async *publishStream<Event extends CareEventOf<CatalogueData & Declared>>(
    events: Iterable<Event> | AsyncIterable<Event>,
    { after = 0, signal }: StreamOptions = {},
  ): AsyncGenerator<StreamAnswer<Event>, StreamProgress> {
    let total: StreamProgress = {
      ...{ status: 'progress', through: after },
      ...{ accepted: 0, repeated: 0, refused: 0 },
    };
    for await (const group of groupsOf(linesOf(events, after))) {
      const retries = this.retries(signal);
      for (let rest = group; rest.length > 0;) {
        const { answers, progress, failure } = await sendLines(this.endpoint, rest, signal);
        for (const { line, ...answer } of answers)
          yield { ...answer, line: total.through + line, event: rest[line - 1]!.event };
        total = sum(total, progress);
        if (progress.through > 0) {
          yield total;
          retries.reset();
        }
        rest = rest.slice(progress.through);
        if (failure === undefined) break;
        await retries.waitAfter(failure);
      }
    }
    return total;
  }

  private retries(signal: AbortSignal | undefined): Retries {
    return new Retries(this.options.retries ?? RETRIES, signal);
  }
}

async function* linesOf<Event extends object>(
  events: Iterable<Event> | AsyncIterable<Event>,
  after: number,
): AsyncGenerator<Line<Event>> {
  let count = 0;
  for await (const event of events) {
    count += 1;
    if (count > after) yield { event, text: JSON.stringify(structured(event)) };
  }
}

function structured(event: object): object {
  return { specversion: '1.0', ...event };
}

async function json<Answer>(response: Response): Promise<Answer> {
  return (await response.json()) as Answer;
}

function batchReceipt(results: readonly EventResult[]): BatchReceipt {
  const count = (status: EventResult['status']): number =>
    results.filter((result) => result.status === status).length;
  return {
    ...{ accepted: count('accepted'), repeated: count('repeated') },
    ...{ refused: count('refused'), failed: count('failed'), results },
  };
}

function sum(
  total: StreamProgress,
  { through, accepted, repeated, refused }: Omit<StreamProgress, 'status'>,
): StreamProgress {
  return {
    status: 'progress',
    through: total.through + through,
    accepted: total.accepted + accepted,
    repeated: total.repeated + repeated,
    refused: total.refused + refused,
  };
}
