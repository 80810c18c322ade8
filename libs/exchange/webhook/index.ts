/** The webhook adapter of the delivery port. */
export { openWebhookDelivery, type WebhookTarget } from './open-webhook-delivery.js';
export { allowedUrl, TargetRefused, type AllowedTarget } from './allow-list.js';
export { isNetwork } from './address-check.js';
export { isSigningSecret } from './signing-secret.js';
export { networksMissing, type NetworksMissing } from './networks-missing.js';
export type { Resolve } from './resolve.js';
