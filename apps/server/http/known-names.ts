/** The names that a route or a body knows; every other one is refused. */
import { getMetadataStorage } from 'class-validator';
import { closestName, formatValue } from '#care-event';
import { Problem } from './problem.js';

export type Rules = new () => object;

export function namesIn(rules: Rules): readonly string[] {
  const all = getMetadataStorage().getTargetValidationMetadatas(rules, '', true, false);
  return all.map(({ propertyName }) => propertyName);
}

/** @throws Problem with the name that was probably meant */
export function refuseUnknownNames(names: readonly string[], known: readonly string[]): void {
  const faults = names
    .filter((name) => !known.includes(name))
    .map((name) => ({ path: name, message: unknown(name, known) }));
  if (faults.length > 0) throw invalidRequest(faults);
}

export function invalidRequest(faults: NonNullable<Problem['errors']>): Problem {
  const detail = faults.map(({ message }) => message).join('; ');
  return new Problem(400, 'invalid-request', 'The request is invalid', detail, faults);
}

function unknown(name: string, known: readonly string[]): string {
  const near = closestName(name, known);
  const advice = near === undefined ? '' : `; did you mean ${formatValue(near)}?`;
  return `there is no ${formatValue(name)} here${advice}`;
}
