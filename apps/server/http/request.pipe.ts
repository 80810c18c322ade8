/**
 * The one pipe that every body and every parameter goes through: a class with validation rules.
 * A body of a class that has none is a mistake of this program. (Events come in several ways, and
 * are read by `events/read-request.ts`.)
 */
import {
  type ArgumentMetadata,
  Injectable,
  ValidationPipe,
  type ValidationError,
} from '@nestjs/common';
import type { Json } from '#care-event';
import { invalidRequest, namesIn, refuseUnknownNames, type Rules } from './known-names.js';
import { Problem } from './problem.js';

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
