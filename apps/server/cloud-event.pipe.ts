/** Turns a body into a care event, or refuses it with every fault and its place. */
import { Injectable, type PipeTransform } from '@nestjs/common';
import { fromCloudEvent } from '#exchange';
import type { CareEvent } from '#pathway';
import { Problem } from './problem.js';

/** A CloudEvent after checking: whom it is about, and what it says. */
export class CloudEventBody {
  constructor(
    /** Pseudonym or `system|value`, as sent. */
    readonly subject: string,
    readonly event: CareEvent,
  ) {}
}

@Injectable()
export class CloudEventPipe implements PipeTransform<unknown, CloudEventBody> {
  transform(body: unknown): CloudEventBody {
    const read = fromCloudEvent(body);
    if ('faults' in read) {
      const detail = read.faults.map(({ path, message }) => `${path} ${message}`).join('; ');
      throw new Problem(422, 'invalid-event', 'The event is invalid', detail, read.faults);
    }
    return new CloudEventBody(read.subject, read.event);
  }
}
