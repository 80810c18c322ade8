/** Values that differ between municipalities: resolving parameters. */
import type { CareEvent } from '#care-event';
import type { Definition } from './definition.js';
import type { LimitRef, ParameterValue, ServiceRef } from './element.js';
import type { Limit } from '#calendar';

/** The event that says where the patient lives from then on. */
const MOVE = 'PatientMoved';

/**
 * The parameter's value in that municipality, else its default.
 * @throws RangeError when the definition has no such parameter
 */
function parameterValue(
  definition: Definition,
  id: string,
  municipality: string | undefined,
): ParameterValue {
  const parameter = definition.parameters.get(id);
  if (parameter === undefined) throw new RangeError(`${definition.id} has no parameter ${id}`);
  const local = municipality === undefined ? undefined : parameter.local.get(municipality);
  return local ?? parameter.default;
}

/**
 * A length of time in that municipality.
 * @throws RangeError when there is no such parameter, or it is not a limit
 */
export function resolveLimit(
  definition: Definition,
  ref: LimitRef,
  municipality: string | undefined,
): Limit {
  if (!('parameter' in ref)) return ref;
  const value = parameterValue(definition, ref.parameter, municipality);
  if (value.kind !== 'limit') throw new RangeError(`parameter ${ref.parameter} is not a limit`);
  return value.limit;
}

/**
 * The id of a service in that municipality.
 * @throws RangeError when there is no such parameter, or it is not a service
 */
export function resolveService(
  definition: Definition,
  ref: ServiceRef,
  municipality: string | undefined,
): string {
  if (typeof ref === 'string') return ref;
  const value = parameterValue(definition, ref.parameter, municipality);
  if (value.kind !== 'service') throw new RangeError(`parameter ${ref.parameter} is not a service`);
  return value.service;
}

export function isMove({ type }: CareEvent): boolean {
  return type === MOVE;
}

/** The municipality that a fact names; of a move, the one moved to. */
export function municipalityIn(fact: CareEvent): string | undefined {
  if (isMove(fact)) {
    const to = fact.data['municipality'];
    if (typeof to === 'string') return to;
  }
  return fact.municipality;
}
