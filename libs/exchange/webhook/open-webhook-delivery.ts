/**
 * Pushes messages over HTTP: CloudEvents in structured JSON, signed as Standard Webhooks
 * has it, to targets that the operator allowed and nowhere else.
 */
import { Webhook } from 'standardwebhooks';
import type { DeliveryOutcome, OutboxMessage, PushDelivery } from '#engine/delivery-port';
import { handoverCloudEvent } from '../cloud-events/handover-cloud-event.js';
import { parseNetworks, type Network } from './address-check.js';
import { allowedUrl, type AllowedTarget } from './allow-list.js';
import { outcomeOf } from './outcome.js';
import { post, WEBHOOK_LIMITS, type Answer, type WebhookLimits } from './post.js';
import { checkedAddresses, resolveBySystem, type Checked, type Resolve } from './resolve.js';

export interface WebhookTarget {
  readonly service: string;
  readonly url: string;
  /** `whsec_…`; each signs, so that a new one can be brought in beside the old. */
  readonly secrets: readonly string[];
  /** Certificates to trust instead of the system's, PEM. */
  readonly ca?: string;
}

export interface WebhookOptions {
  readonly targets: readonly WebhookTarget[];
  readonly allow: readonly AllowedTarget[];
  /** Networks that are not public and may be called all the same, such as `10.0.0.0/8`. */
  readonly networks: readonly string[];
  /** Milliseconds since the epoch. Receivers hold a signature’s time against their own clock. */
  readonly clock: () => number;
  readonly limits?: Partial<WebhookLimits>;
  /** Default: the operating system's resolver. */
  readonly resolve?: Resolve;
}

/** @throws TargetRefused a target that is not on the allow-list, or is no usable URL */
export function openWebhookDelivery(options: WebhookOptions): PushDelivery {
  return new WebhookDelivery(options);
}

interface Target extends Omit<WebhookTarget, 'url'> {
  readonly url: URL;
}

class WebhookDelivery implements PushDelivery {
  readonly name = 'webhook';
  private readonly targets: ReadonlyMap<string, Target>;
  private readonly networks: readonly Network[];
  private readonly limits: WebhookLimits;

  constructor(private readonly options: WebhookOptions) {
    const { targets, allow, networks, limits } = options;
    this.limits = { ...WEBHOOK_LIMITS, ...limits };
    this.networks = parseNetworks(networks);
    this.targets = new Map(
      targets.map(({ service, url, ...rest }) => {
        return [service, { service, ...rest, url: allowedUrl(service, url, allow) }];
      }),
    );
  }

  get services(): readonly string[] {
    return [...this.targets.keys()];
  }

  async deliver(
    sent: OutboxMessage,
    { to, signal }: { readonly to: string; readonly signal: AbortSignal },
  ): Promise<DeliveryOutcome> {
    const target = this.targets.get(to);
    if (target === undefined) {
      return { status: 'failed', reason: 'no-target', fault: 'target' };
    }
    return outcomeOf(await this.call(target, sent, signal), this.options.clock());
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private async call(
    { url, secrets, ca }: Target,
    sent: OutboxMessage,
    signal: AbortSignal,
  ): Promise<Answer> {
    const { clock, resolve = resolveBySystem } = this.options;
    const resolving = checkedAddresses(url.hostname, resolve, this.networks);
    const checked = await inTime(resolving, this.limits.connectMs);
    if (checked === undefined) return { none: 'connect-timeout' };
    if ('refused' in checked) return { none: checked.refused };
    const body = JSON.stringify(handoverCloudEvent(sent));
    const headers = {
      'content-type': 'application/cloudevents+json; charset=utf-8',
      'user-agent': 'Stafett',
      ...signed({ id: sent.message.message, body, at: new Date(clock()) }, secrets),
    };
    const { addresses } = checked;
    return post({ url, addresses, headers, body, ca, limits: this.limits, signal });
  }
}

interface ToSign {
  readonly id: string;
  readonly body: string;
  readonly at: Date;
}

/** With several secrets there are several signatures, so a secret can be changed without a gap. */
function signed({ id, body, at }: ToSign, secrets: readonly string[]): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
}

/** A resolver that hangs cannot be stopped, only left. */
async function inTime(work: Promise<Checked>, ms: number): Promise<Checked | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
