/**
 * The one pipe that every request goes through. A CloudEvent becomes a care event
 * or is refused with every fault and its place; everything else is a class with
 * validation rules. A body of a class that has none is a mistake of this program.
 */
import {
  type ArgumentMetadata,
  Injectable,
  ValidationPipe,
  type ValidationError,
} from '@nestjs/common';
import { readCloudEvent } from '#exchange';
import type { CareEvent, Json } from '#care-event';
import { invalidRequest, namesIn, refuseUnknownNames, type Rules } from './known-names.js';
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
export class RequestPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      stopAtFirstError: true,
      exceptionFactory: brokenRules,
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'body') return super.transform(value, metadata);
    const body = value as Json | undefined;
    if (metadata.metatype === CloudEventBody) return cloudEventBody(body);
    const rules = metadata.metatype as Rules | undefined;
    // An interface, a plain class or a list would let anything through.
    const known = rules === undefined ? [] : namesIn(rules);
    if (known.length === 0) throw new Error('A body that nothing validates.');
    refuseUnknownNames(Object.keys(requireObject(body)), known);
    return super.transform(body, metadata);
  }
}

/** The framework checks each element of a list, and then hands the list over as it is. */
function requireObject(body: Json | undefined): object {
  if (body === undefined) {
    throw new Problem(400, 'no-body', 'The body is missing', 'The request has no body.');
  }
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  const detail = 'The body has to be one JSON object.';
  throw new Problem(400, 'invalid-request', 'The request is invalid', detail);
}

function cloudEventBody(body: Json | undefined): CloudEventBody {
  if (body === undefined) {
    const detail = 'The request has no body; send one CloudEvent as JSON.';
    throw new Problem(400, 'no-body', 'The body is missing', detail);
  }
  const read = readCloudEvent(body);
  if ('faults' in read) {
    const detail = read.faults.map(({ path, message }) => `${path} ${message}`.trim()).join('; ');
    throw new Problem(422, 'invalid-event', 'The event is invalid', detail, read.faults);
  }
  return new CloudEventBody(read.patient, read.event);
}

function brokenRules(errors: ValidationError[]): Problem {
  return invalidRequest(
    errors.flatMap(({ property, value, constraints = {} }) =>
      Object.values(constraints).map((message) => ({
        path: property,
        // The rule's own words would not say that it is not there at all.
        message: value === undefined ? `${property} is missing` : message,
      })),
    ),
  );
}
