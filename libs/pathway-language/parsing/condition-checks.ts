/** Conditions have to be about fields that the events can have, with values that those can hold. */
import { parseCodeRange, type Scalar } from '#pathway';
import { canHold, canHoldCodes, canHoldNumbers, fitsCodeSystem } from './event-fields.js';
import type { EventFields, FieldSchema } from './event-fields.js';
import type { DocumentPath, ProblemList } from './problem-list.js';
import { isRecord } from './shape.js';
import { formatValue } from '#care-event';

/** Types of which each, or at least one, has to be able to meet what is said. */
export interface EventsMeant {
  readonly types: readonly string[];
  readonly of: 'each' | 'some';
}

type Form = FieldSchema | 'anything';

export class ConditionCheck {
  private readonly events: EventFields;
  private readonly problems: ProblemList;

  constructor(events: EventFields, problems: ProblemList) {
    this.events = events;
    this.problems = problems;
  }

  /** @param where the conditions as the document has them, at `path` */
  conditions(meant: EventsMeant, where: unknown, path: DocumentPath): void {
    if (!isRecord(where)) return;
    for (const [field, test] of Object.entries(where)) {
      if (this.problems.full) return;
      const place = [...path, field];
      if (this.field(meant, field, place, 'key')) this.test(meant, field, test, place);
    }
  }

  /** Whether the events can have the field; else code `unknown-field`. */
  field(
    { types, of }: EventsMeant,
    field: string,
    path: DocumentPath,
    on: 'key' | 'value' = 'value',
  ): boolean {
    const lacking = types.filter((type) => this.events.form(type, field) === undefined);
    const [first] = lacking;
    if (first === undefined || (of === 'some' && lacking.length < types.length)) return true;
    const known = this.events.names(first);
    const { advice = `fields of ${first}: ${known.join(', ')}` } = this.problems.nearest(
      field,
      known,
    );
    const message = `${first} has no field ${formatValue(field)}`;
    this.problems.add(path, { code: 'unknown-field', message, advice }, on);
    return false;
  }

  /** Code `impossible-value` where the events' field cannot hold the value at `path`. */
  value({ types, of }: EventsMeant, field: string, value: unknown, path: DocumentPath): void {
    if (!isScalar(value)) return;
    const wrong = this.typeThatFails(types, of, field, (form) => canHold(form, value));
    if (wrong === undefined) return;
    const values = wrong.values?.map((one) =>
      typeof one === 'string' ? one : formatValue(one as never),
    );
    const otherwise = values === undefined ? {} : { advice: `possible: ${values.join(', ')}` };
    const near = typeof value === 'string' ? this.problems.nearest(value, values ?? []) : {};
    const message = `the field ${field} cannot be ${formatValue(value)}`;
    this.problems.add(path, { code: 'impossible-value', message, ...otherwise, ...near });
  }

  private test(meant: EventsMeant, field: string, test: unknown, path: DocumentPath): void {
    if (!isRecord(test)) this.values(meant, field, test, path);
    else if ('not' in test) this.values(meant, field, test['not'], [...path, 'not']);
    else if ('codes' in test) this.codes(meant, field, test['codes'], [...path, 'codes']);
    else if (!('present' in test)) this.comparison(meant, field, path);
  }

  private values(meant: EventsMeant, field: string, values: unknown, path: DocumentPath): void {
    if (!Array.isArray(values)) return this.value(meant, field, values, path);
    values.forEach((value: unknown, at) => this.value(meant, field, value, [...path, at]));
  }

  private comparison({ types, of }: EventsMeant, field: string, path: DocumentPath): void {
    if (this.typeThatFails(types, of, field, canHoldNumbers) === undefined) return;
    const message = `the field ${field} does not hold numbers`;
    this.problems.add(path, { code: 'impossible-value', message });
  }

  private codes(
    { types, of }: EventsMeant,
    field: string,
    codes: unknown,
    path: DocumentPath,
  ): void {
    if (this.typeThatFails(types, of, field, canHoldCodes) !== undefined) {
      const message = `the field ${field} does not hold codes`;
      this.problems.add(path, { code: 'impossible-value', message });
      return;
    }
    const places = Array.isArray(codes)
      ? codes.map((one: unknown, at) => [one, [...path, at]] as const)
      : [[codes, path] as const];
    for (const [text, place] of places) {
      const range = typeof text === 'string' ? parseCodeRange(text) : undefined;
      if (range === undefined) continue;
      const wrong = this.typeThatFails(types, of, field, (form) =>
        [range.first, range.last].every((code) => fitsCodeSystem(form, code)),
      );
      if (wrong === undefined) continue;
      const message = `${formatValue(text as string)} is not a range of ${wrong.codeSystem} codes`;
      this.problems.add(place, { code: 'invalid-codes', message });
    }
  }

  /** A form of the field that fails the test, if that makes the whole impossible. */
  private typeThatFails(
    types: readonly string[],
    of: 'each' | 'some',
    field: string,
    passes: (form: Form) => boolean,
  ): FieldSchema | undefined {
    let failed: FieldSchema | undefined;
    for (const type of types) {
      const form = this.events.form(type, field);
      if (form === undefined) continue;
      if (passes(form)) {
        if (of === 'some') return undefined;
      } else if (form !== 'anything') failed ??= form;
    }
    return failed;
  }
}

function isScalar(value: unknown): value is Scalar {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
