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
import { closestName, formatValue, type CareEvent, type Json } from '#care-event';
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
      // Its class has the names that an unknown one is compared with; none of it is sent.
      validationError: { target: true },
      exceptionFactory: invalidRequest,
    });
  }

  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'body') return super.transform(value, metadata);
    const body = value as Json | undefined;
    if (metadata.metatype === CloudEventBody) return Promise.resolve(cloudEventBody(body));
    if (!isValidated(metadata.metatype)) throw new Error('A body that nothing validates.');
    requireObject(body);
    return super.transform(body, metadata);
  }
}

/** A class with rules of its own: an interface, a plain class or a list would let anything through. */
function isValidated(metatype: ArgumentMetadata['metatype']): boolean {
  return metatype !== undefined && namesIn(metatype).length > 0;
}

/** The names of what a class has rules for. */
function namesIn(metatype: NonNullable<ArgumentMetadata['metatype']>): readonly string[] {
  const rules = getMetadataStorage().getTargetValidationMetadatas(metatype, '', true, false);
  return rules.map(({ propertyName }) => propertyName);
}

/** The framework checks each element of a list, and then hands the list over as it is. */
function requireObject(body: Json | undefined): void {
  if (body === undefined) {
    throw new Problem(400, 'no-body', 'The body is missing', 'The request has no body.');
  }
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return;
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

function invalidRequest(errors: ValidationError[]): Problem {
  const faults = errors.flatMap((error) =>
    Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
      path: error.property,
      message: messageOf(error, rule) ?? message,
    })),
  );
  const detail = faults.map(({ message }) => message).join('; ');
  return new Problem(400, 'invalid-request', 'The request is invalid', detail, faults);
}

/** Better words than the validator's own, where it would name a rule instead of the mistake. */
function messageOf({ property, value, target }: ValidationError, rule: string): string | undefined {
  if (rule === 'whitelistValidation') {
    const near = closestName(property, namesIn(target?.constructor as new () => object));
    const advice = near === undefined ? '' : `; did you mean ${formatValue(near)}?`;
    return `there is no ${formatValue(property)} here${advice}`;
  }
  return value === undefined ? `${property} is missing` : undefined;
}
