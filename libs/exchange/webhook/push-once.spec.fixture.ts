/** A process of its own that pushes one message and prints the outcome: for what its environment changes. */
import { openWebhookDelivery, type WebhookTarget } from './open-webhook-delivery.js';
import type { AllowedTarget } from './allow-list.js';

export interface PushOrders {
  readonly target: WebhookTarget;
  readonly allow: readonly AllowedTarget[];
  readonly message: Parameters<ReturnType<typeof openWebhookDelivery>['deliver']>[0];
}

const orders = process.argv[2];
if (orders !== undefined) {
  const { target, allow, message } = JSON.parse(orders) as PushOrders;
  const delivery = openWebhookDelivery({
    ...{ targets: [target], allow, networks: ['127.0.0.0/8'], clock: Date.now },
    resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
  });
  const { signal } = new AbortController();
  const outcome = await delivery.deliver(message, { to: target.service, signal });
  process.stdout.write(JSON.stringify(outcome));
}
