/** Fields that rules name have to be ones that the events can have, with values that they can hold. */
import { parseCodeRange } from '#pathway';
import { ConditionCheck } from './condition-checks.js';
import { canBeDate } from './event-fields.js';
import type { EventFields } from './event-fields.js';
import type { Means } from './schema-parts.js';
import type { Mentions } from './mentions.js';
import { patternsIn } from './patterns-in.js';
import type { DocumentPath, ProblemList } from './problem-list.js';
import { isRecord } from './shape.js';
import { formatValue } from '#care-event';

type Fields = Readonly<Record<string, unknown>>;

export function addFieldProblems(
  events: EventFields,
  mentions: Mentions,
  problems: ProblemList,
): void {
  for (const { path, value } of mentions.texts('codes')) {
    if (parseCodeRange(value) !== undefined) continue;
    const message = `${formatValue(value)} is not a range of codes`;
    const advice = 'a code such as M54, or two in order, such as M40-M54';
    problems.add(path, { code: 'invalid-codes', message, advice });
  }
  const check = new FieldCheck(events, problems);
  const each = (means: Means, then: (fields: Fields, path: DocumentPath) => void) => {
    for (const { path, value } of mentions.of(means)) if (isRecord(value)) then(value, path);
  };
  each('pattern', (pattern, path) => check.pattern(pattern, path));
  each('duty', (duty, path) => check.duty(duty, path));
  each('guard', (guard, path) => check.guard(guard, path));
  each('clock-rule', (clock, path) => check.clock(clock, path));
  each('handover', (handover, path) => check.handover(handover, path));
  each('queue', (queue, path) => check.queue(queue, path));
  const types = [...new Set(mentions.texts('event-type').map(({ value }) => value))];
  each('episodes', ({ key }, path) => check.key(key, types, [...path, 'key']));
}

class FieldCheck {
  private readonly events: EventFields;
  private readonly problems: ProblemList;
  private readonly check: ConditionCheck;

  constructor(events: EventFields, problems: ProblemList) {
    this.events = events;
    this.problems = problems;
    this.check = new ConditionCheck(events, problems);
  }

  pattern(pattern: Fields, path: DocumentPath): void {
    const meant = { types: typesIn(pattern), of: 'each' } as const;
    this.check.conditions(meant, pattern['where'], [...path, 'where']);
    this.date(meant.types, pattern['valid-from'], [...path, 'valid-from']);
  }

  duty({ from, until, matching, applies, within }: Fields, path: DocumentPath): void {
    this.matching([[from], [until]], matching, path);
    const meant = { types: typesIn(from), of: 'some' } as const;
    this.check.conditions(meant, applies, [...path, 'applies']);
    if (!isRecord(within)) return;
    const inner = [...path, 'within'];
    this.date(meant.types, within['date-in'], [...inner, 'date-in']);
    this.date(meant.types, within['from'], [...inner, 'from']);
    for (const [at, one] of mapsIn(within['cases'])) {
      this.check.conditions(meant, one['when'], [...inner, 'cases', at, 'when']);
      this.date(meant.types, one['from'], [...inner, 'cases', at, 'from']);
    }
    const { otherwise } = within;
    if (isRecord(otherwise)) {
      this.date(meant.types, otherwise['from'], [...inner, 'otherwise', 'from']);
    }
  }

  guard({ on, needs }: Fields, path: DocumentPath): void {
    const meant = { types: typesIn(on), of: 'each' } as const;
    (Array.isArray(needs) ? needs : []).forEach((field: unknown, at) => {
      if (typeof field === 'string') this.check.field(meant, field, [...path, 'needs', at]);
    });
  }

  clock(clock: Fields, path: DocumentPath): void {
    const reason = clock['pause-reason'];
    const pauses = { types: typesIn(clock['pause']), of: 'each' } as const;
    if (typeof reason === 'string') this.check.field(pauses, reason, [...path, 'pause-reason']);
    for (const [at, span] of mapsIn(clock['spans'])) {
      const inner = [...path, 'spans', at];
      const types = typesIn(span['on']);
      for (const key of ['from', 'to']) this.date(types, span[key], [...inner, key]);
      for (const key of ['grade', 'certificate']) {
        const field = span[key];
        const meant = { types, of: 'some' } as const;
        if (typeof field === 'string') this.check.field(meant, field, [...inner, key]);
      }
    }
  }

  handover({ when, matching, accepted, refused }: Fields, path: DocumentPath): void {
    const answers = [accepted, refused].map((answer) => (isRecord(answer) ? answer['by'] : []));
    this.matching([[when], answers], matching, path);
  }

  queue({ joins, served, leaves, matching, urgency }: Fields, path: DocumentPath): void {
    this.matching([[joins], [served, leaves]], matching, path);
    const field = isRecord(urgency) ? urgency['field'] : undefined;
    if (!isRecord(urgency) || typeof field !== 'string') return;
    const meant = { types: typesIn(joins), of: 'some' } as const;
    const inner = [...path, 'urgency'];
    if (!this.check.field(meant, field, [...inner, 'field'])) return;
    (Array.isArray(urgency['order']) ? urgency['order'] : []).forEach((value: unknown, at) =>
      this.check.value(meant, field, value, [...inner, 'order', at]),
    );
  }

  /** Some event that the definition names can have it. */
  key(key: unknown, types: readonly string[], path: DocumentPath): void {
    const meant = { types, of: 'some' } as const;
    if (typeof key === 'string') this.check.field(meant, key, path);
    (Array.isArray(key) ? key : []).forEach((one: unknown, at) => {
      if (typeof one === 'string') this.check.field(meant, one, [...path, at]);
    });
  }

  /** On both sides at least one type has the field, else it would tell nothing apart. */
  private matching(
    sides: readonly (readonly unknown[])[],
    field: unknown,
    path: DocumentPath,
  ): void {
    if (typeof field !== 'string') return;
    for (const side of sides) {
      const meant = { types: typesIn(...side), of: 'some' } as const;
      if (!this.check.field(meant, field, [...path, 'matching'])) return;
    }
  }

  private date(types: readonly string[], field: unknown, path: DocumentPath): void {
    if (typeof field !== 'string') return;
    if (!this.check.field({ types, of: 'some' }, field, path)) return;
    const forms = types.map((type) => this.events.form(type, field));
    if (types.length === 0 || forms.some((form) => form !== undefined && canBeDate(form))) return;
    const message = `the field ${formatValue(field)} does not hold a date or a time`;
    this.problems.add(path, { code: 'no-date-field', message });
  }
}

function typesIn(...parts: readonly unknown[]): readonly string[] {
  return [...new Set(parts.flatMap((part) => patternsIn(part, []).map(({ type }) => type)))];
}

function mapsIn(list: unknown): readonly (readonly [number, Fields])[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown, at) => (isRecord(item) ? [[at, item] as const] : []));
}
