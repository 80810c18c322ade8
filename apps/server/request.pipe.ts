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
import { getMetadataStorage } from 'class-validator';
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
export class RequestPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      stopAtFirstError: true,
      exceptionFactory: invalidRequest,
    });
  }

  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'body') return super.transform(value, metadata);
    if (metadata.metatype === CloudEventBody) {
      return Promise.resolve(cloudEventBody(value as Json | undefined));
    }
    if (!hasRules(metadata.metatype)) throw new Error('A body that nothing validates.');
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      const detail = 'Send one JSON object; /openapi.json shows its form.';
      throw new Problem(400, 'no-body', 'The body is missing', detail);
    }
    return super.transform(value, metadata);
  }
}

/** Whether class-validator knows any rule for the class: one without lets everything pass. */
function hasRules(metatype: ArgumentMetadata['metatype']): boolean {
  if (metatype === undefined) return false;
  return getMetadataStorage().getTargetValidationMetadatas(metatype, '', false, false).length > 0;
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

function invalidRequest(errors: ValidationError[]): Problem {
  const faults = errors.flatMap(({ property, constraints }) =>
    Object.values(constraints ?? {}).map((message) => ({ path: property, message })),
  );
  const detail = faults.map(({ message }) => message).join('; ');
  return new Problem(400, 'invalid-request', 'The request is invalid', detail, faults);
}
