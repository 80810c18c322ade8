/**
 * The services that messages are pushed to: slow, down, or answering nothing although they
 * have it. They keep what they got by its id, as receivers are asked to do.
 */
import type { DeliveryOutcome, OutboxMessage, PushDelivery } from '#engine';
import { HOUR_MS, type FaultMix } from './faults.js';
import type { Random } from './random.js';
import type { Life, Scheduler } from './scheduler.js';

const SERVICES = ['gp', 'home-care', 'coordinator', 'hospital', 'rehabilitation'];

const DELIVERED: DeliveryOutcome = { status: 'delivered' };

export class Receivers {
  /** By message id: what came, each time. */
  readonly received = new Map<string, string[]>();
  private isCalm = false;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly random: Random,
    private readonly faults: FaultMix,
  ) {}

  calm(): void {
    this.isCalm = true;
  }

  /** The way to all of them from one process. */
  from(life: Life): PushDelivery {
    return {
      name: 'webhook',
      services: SERVICES,
      deliver: (sent) => this.push(sent, life),
      close: () => Promise.resolve(),
    };
  }

  private push(sent: OutboxMessage, life: Life): Promise<DeliveryOutcome> {
    const { scheduler, random } = this;
    const share = this.isCalm ? 0 : this.faults.receivers;
    const fate = random.happens(share) ? random.oneOf(['down', 'unheard', 'refused']) : 'delivered';
    const what = `push ${sent.message.kind} to ${sent.message.service}`;
    return new Promise((resolve) => {
      scheduler.after(random.whole(0, this.isCalm ? 20 : HOUR_MS), life, what, () => {
        const outcome = this.arrive(fate, sent);
        const back = (): void => resolve(outcome);
        scheduler.after(random.whole(0, 20), life, `answer to ${what}`, back);
        return fate;
      });
    });
  }

  private arrive(fate: string, { message }: OutboxMessage): DeliveryOutcome {
    if (fate === 'down') return failed('status-503', 'busy');
    if (fate === 'refused')
      return this.random.happens(0.7)
        ? failed('status-500', 'target')
        : failed('status-400', 'message');
    const before = this.received.get(message.message) ?? [];
    this.received.set(message.message, [...before, JSON.stringify(message)]);
    return fate === 'unheard' ? failed('timeout', 'target') : DELIVERED;
  }
}

function failed(reason: string, fault: 'message' | 'target' | 'busy'): DeliveryOutcome {
  return { status: 'failed', reason, fault };
}
