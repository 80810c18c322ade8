/** The content types an event may come as: CloudEvents in structured mode. */
export const EVENT_CONTENT_TYPES = ['application/cloudevents+json', 'application/json'];
