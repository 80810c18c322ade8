/**
 * How a definition's parts are said in words, the same in every drawing: which events a
 * pattern means, how long a limit is, who a service is.
 */
import type {
  Condition,
  Definition,
  EventPattern,
  Evidence,
  HolderOf,
  LimitRef,
  OrganisationBinding,
  Scalar,
  ServiceRef,
} from '#pathway';
import { formatLimit } from '#calendar';

/** `a`, `a or b`, `a, b or c`. */
export function orList(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} or ${parts.at(-1)}`;
}

/** `RedFlagScreened (result: negative) or RehabPlanAgreed`; types of equal conditions share them. */
export function formatPatterns(patterns: readonly EventPattern[]): string {
  const byCondition = new Map<string, string[]>();
  for (const { type, where, validFrom } of patterns) {
    const parts = [formatConditions(where), validFrom && `from the day in ${validFrom}`];
    const conditions = parts.filter(Boolean).join('; ');
    const types = byCondition.get(conditions);
    if (types === undefined) byCondition.set(conditions, [type]);
    else if (!types.includes(type)) types.push(type);
  }
  return orList(
    [...byCondition].map(([conditions, types]) =>
      conditions === '' ? orList(types) : `${orList(types)} (${conditions})`,
    ),
  );
}

/** The same of parts of which each is needed. */
export function formatParts(parts: readonly (readonly EventPattern[])[]): string {
  return parts.map(formatPatterns).join('; and ');
}

/** The same of evidence, with how old it may be: `RedFlagScreened, at most 2 weeks old`. */
export function formatEvidence(evidence: Evidence, definition: Definition): string {
  return evidence
    .map((part) => {
      const byAge = Map.groupBy(part, ({ within }) => {
        return within === undefined ? '' : `, at most ${formatLimitRef(within, definition)} old`;
      });
      return orList([...byAge].map(([age, patterns]) => `${formatPatterns(patterns)}${age}`));
    })
    .join('; and ');
}

export function formatConditions(conditions: readonly Condition[]): string {
  return conditions.map(formatCondition).join('; ');
}

function formatCondition(condition: Condition): string {
  const field = condition.field === 'patient-age' ? 'age' : condition.field;
  switch (condition.is) {
    case 'one-of':
      return `${field}: ${orList(condition.values.map(formatScalar))}`;
    case 'none-of':
      return `${field} not ${orList(condition.values.map(formatScalar))}${condition.orMissing === true ? ', or not given' : ''}`;
    case 'in-codes':
      return `${field}: ${orList(condition.ranges.map(({ first, last }) => (first === last ? first : `${first}-${last}`)))}`;
    case 'between':
      return `${field} ${formatBounds(condition)}`;
    case 'present':
      return `${field} given`;
    case 'absent':
      return `${field} not given`;
  }
}

function formatScalar(value: Scalar): string {
  return value === true ? 'yes' : value === false ? 'no' : String(value);
}

export function formatBounds(
  bounds: Pick<
    Extract<Condition, { readonly is: 'between' }>,
    'atLeast' | 'above' | 'atMost' | 'below'
  >,
): string {
  const { atLeast, above, atMost, below } = bounds;
  return [
    ...(atLeast === undefined ? [] : [`at least ${atLeast}`]),
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(atMost === undefined ? [] : [`at most ${atMost}`]),
    ...(below === undefined ? [] : [`below ${below}`]),
  ].join(', ');
}

/** A limit as most places have it; `*` where some have another. */
export function formatLimitRef(limit: LimitRef, definition: Definition): string {
  if (!('parameter' in limit)) return formatLimit(limit);
  const parameter = definition.parameters.get(limit.parameter);
  if (parameter?.default.kind !== 'limit') return limit.parameter;
  return `${formatLimit(parameter.default.limit)}${parameter.local.size > 0 ? '*' : ''}`;
}

/** A service's name as most places have it, `*` where some have another; `holder` is nobody in particular. */
export function formatService(ref: ServiceRef | HolderOf, definition: Definition): string {
  if (ref === 'holder') return 'whoever holds the patient';
  if (typeof ref !== 'string' && 'holderOf' in ref)
    return `whoever holds ${formatScope(ref.holderOf, definition)}`;
  const id = serviceId(ref, definition);
  const service = definition.services.get(id);
  return `${service === undefined ? id : formatText(service.name, definition)}${isLocal(ref, definition) ? '*' : ''}`;
}

/** The title of a scope, in quotes. */
export function formatScope(id: string, { scopes = [] }: Definition): string {
  return `"${scopes.find((scope) => scope.id === id)?.title ?? id}"`;
}

/** The service that a reference means where no place has another. */
export function serviceId(ref: ServiceRef, definition: Definition): string {
  if (typeof ref === 'string') return ref;
  const parameter = definition.parameters.get(ref.parameter);
  return parameter?.default.kind === 'service' ? parameter.default.service : ref.parameter;
}

/** A text, or what a parameter has for it where no place has another. */
export function formatText(text: ServiceRef, definition: Definition): string {
  if (typeof text === 'string') return text;
  const parameter = definition.parameters.get(text.parameter);
  if (parameter?.default.kind !== 'text') return text.parameter;
  return `${parameter.default.text}${parameter.local.size > 0 ? '*' : ''}`;
}

function isLocal(ref: ServiceRef, definition: Definition): boolean {
  if (typeof ref === 'string') return false;
  return (definition.parameters.get(ref.parameter)?.local.size ?? 0) > 0;
}

/** Which organisation stands for a service. */
export function formatBinding(binding: OrganisationBinding): string {
  switch (binding.kind) {
    case 'municipality-of-patient':
      return 'of where the patient lives';
    case 'previous-holder':
      return 'of who held the patient before';
    case 'addressee-of':
      return `of the addressee of ${orList(binding.types)}`;
    case 'sender-of':
      return `of the sender of ${orList(binding.types)}`;
    case 'fixed':
      return `always ${binding.organisation}`;
  }
}
