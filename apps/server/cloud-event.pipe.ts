/** Turns a body into a care event, or refuses it with every fault and its place. */
import { Injectable, type PipeTransform } from '@nestjs/common';
import { readCloudEvent } from '#exchange';
import type { CareEvent, Json } from '#pathway';
import { Problem } from './problem.js';

/** A CloudEvent after checking: whom it is about, and what it says. */
export class CloudEventBody {
  constructor(
    /** Pseudonym or `system|value`, as sent. */
    readonly patient: string,
    readonly event: CareEvent,
  ) {}
}

@Injectable()
export class CloudEventPipe implements PipeTransform<Json, CloudEventBody> {
  transform(body: Json): CloudEventBody {
    const read = readCloudEvent(body);
    if ('faults' in read) {
      const detail = read.faults.map(({ path, message }) => `${path} ${message}`).join('; ');
      throw new Problem(422, 'invalid-event', 'The event is invalid', detail, read.faults);
    }
    return new CloudEventBody(read.patient, read.event);
  }
}
