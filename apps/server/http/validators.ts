/** class-validator rules for query strings, on the core's own parsers. */
import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, Max, Min, ValidateBy, type ValidationOptions } from 'class-validator';
import { parseOccurredAt } from '#calendar';

/** An instant with its offset, such as `2014-07-01T00:00:00Z`; a bare date is not one. */
export function IsInstant(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isInstant',
      validator: {
        validate: (value) =>
          typeof value === 'string' && parseOccurredAt(value)?.precision === 'instant',
        defaultMessage: () =>
          '$property must be an instant with an offset, such as 2014-07-01T00:00:00Z; a date is not midnight, and in an address + is written %2B',
      },
    },
    options,
  );
}

/** Of a parameter that may be either, in OpenAPI. */
export const INSTANT_OR_DAY = {
  anyOf: [
    { type: 'string', format: 'date-time' },
    { type: 'string', format: 'date' },
  ],
};

/** An instant, or a date for the end of that day. */
export function IsInstantOrDay(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isInstantOrDay',
      validator: {
        validate: (value) =>
          typeof value === 'string' &&
          ['instant', 'day'].includes(parseOccurredAt(value)?.precision ?? ''),
        defaultMessage: () =>
          '$property must be an instant with an offset, such as 2014-07-01T00:00:00Z, in which + is written %2B in an address, or a date such as 2014-07-01',
      },
    },
    options,
  );
}

/** A day, such as `2014-07-01`. */
export function IsDay(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isDay',
      validator: {
        validate: (value) =>
          typeof value === 'string' && parseOccurredAt(value)?.precision === 'day',
        defaultMessage: () => '$property must be a day, such as 2014-07-01',
      },
    },
    options,
  );
}

/** Most rows or cases listed in one answer, whether asked for or not. */
export const MAX_LISTED = 100_000;

/** Digits alone are read as a number: neither `1e3` nor nothing at all is one. */
export function WholeNumber(minimum: number, maximum: number): PropertyDecorator {
  const range = `$property must be a whole number from ${minimum} to ${maximum}, in digits alone`;
  return applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' ? (/^\d{1,15}$/.test(value) ? Number(value) : NaN) : value,
    ),
    IsInt({ message: range }),
    Min(minimum, { message: range }),
    Max(maximum, { message: range }),
  );
}

/** A whole number, up to what one answer lists. */
export function Count(minimum: number, description: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ minimum, maximum: MAX_LISTED, description }),
    IsOptional(),
    WholeNumber(minimum, MAX_LISTED),
  );
}
