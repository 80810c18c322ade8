/** Pushes messages of handovers to topics, keyed by the patient's pseudonym: the same CloudEvent as in the feed. */
import type { DeliveryOutcome, OutboxMessage, PushDelivery } from '#engine/delivery-port';
import { handoverCloudEvent } from '../../cloud-events/handover-cloud-event.js';
import { writeRecord, type ContentMode } from '../binding/cloud-events-binding.js';
import { KafkaFault, type KafkaProducer } from '../client/port.js';

export interface KafkaTarget {
  /** As `PushDelivery.services` has it. */
  readonly service: string;
  readonly topic: string;
  readonly mode: ContentMode;
}

export interface KafkaDeliveryOptions {
  readonly targets: readonly KafkaTarget[];
  readonly producer: () => Promise<KafkaProducer>;
  /** How long an answer may take, ms. Default 30,000. */
  readonly answerMs?: number;
}

const ANSWER_MS = 30_000;

export function openKafkaDelivery(options: KafkaDeliveryOptions): PushDelivery {
  return new KafkaDelivery(options);
}

class KafkaDelivery implements PushDelivery {
  readonly name = 'kafka';
  readonly services: readonly string[];

  constructor(private readonly options: KafkaDeliveryOptions) {
    this.services = options.targets.map(({ service }) => service);
  }

  async deliver(
    sent: OutboxMessage,
    { to, signal }: { readonly to: string; readonly signal: AbortSignal },
  ): Promise<DeliveryOutcome> {
    const { targets, answerMs = ANSWER_MS } = this.options;
    const target = targets.find(({ service }) => service === to);
    if (target === undefined) return { status: 'failed', reason: 'no-target', fault: 'target' };
    const over = AbortSignal.any([signal, AbortSignal.timeout(answerMs)]);
    try {
      await unless(over, this.send(sent, target));
      return { status: 'delivered' };
    } catch (error) {
      return outcomeOf(error);
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private async send(sent: OutboxMessage, { topic, mode }: KafkaTarget): Promise<void> {
    const { patient } = sent.message;
    const event = { ...handoverCloudEvent(sent), partitionkey: patient };
    const producer = await this.options.producer();
    await producer.send(topic, [writeRecord(event, mode)]);
  }
}

function outcomeOf(error: unknown): DeliveryOutcome {
  if (!(error instanceof KafkaFault))
    return { status: 'failed', reason: 'timeout', fault: 'target' };
  // Only of its size is a message itself to blame.
  const fault = error.code === 'message-too-large' ? 'message' : 'target';
  return { status: 'failed', reason: error.code, fault };
}

/** Work that nobody waits for any more ends by itself, whatever comes of it. */
async function unless(over: AbortSignal, work: Promise<void>): Promise<void> {
  work.catch(() => undefined);
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(over.reason as Error);
  if (over.aborted) stop();
  over.addEventListener('abort', stop, { once: true });
  await Promise.race([work, promise]).finally(() => over.removeEventListener('abort', stop));
}
