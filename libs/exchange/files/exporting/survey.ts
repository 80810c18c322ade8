/**
 * What is in an export, counted by patients: which values so few have that they would single
 * somebody out, and the data dictionary that goes with the file.
 */
import type { Attribute, ExportedCase, ExportedEvent, Plain } from './exported-case.js';
import { OWN, OWN_PREFIX } from '../facts/exported-names.js';

/** Values of one field that are told apart: of more, none is shared by enough. */
const VALUES_MAX = 10_000;
/** Whole numbers from here on are more likely to be somebody's than something's. */
const IDENTIFYING_FROM = 10_000;

type Kind = 'text' | 'integer' | 'number' | 'boolean';

interface Field {
  readonly level: 'case' | 'event';
  readonly kinds: Set<Kind>;
  occurrences: number;
  readonly patients: Shared;
  /** By value; undefined once there are too many. */
  values: Map<Plain, Shared> | undefined;
  least: number;
  most: number;
}

/** How many patients share something: they come one after the other. */
interface Shared {
  patients: number;
  last: number;
}

/** One line of the dictionary. */
export interface DictionaryEntry {
  readonly field: string;
  readonly level: 'case' | 'event' | 'type';
  readonly kind: string;
  readonly occurrences: number;
  readonly patients: number;
  readonly values: number | undefined;
  readonly suppressed: number;
  readonly range: string;
}

/** What is said of events in the same way in every export. */
const ALWAYS_SAID: ReadonlySet<string> = new Set([
  ...[OWN.version, OWN.occurredAt, OWN.recordedAt, OWN.issuedAt, OWN.sequence],
  ...[OWN.id, OWN.source, OWN.data],
]);

export class Survey {
  patients = 0;
  readonly types = new Map<
    string,
    Shared & { events: number; attributes: Map<string, Set<Kind>> }
  >();
  private readonly fields = new Map<string, Field>();
  private readonly namesByLevel: Partial<Record<Field['level'], readonly string[]>> = {};

  /** @param leastPatients values that fewer have are left out; 1 leaves out nothing */
  constructor(private readonly leastPatients: number) {}

  add({ attributes, events }: ExportedCase): void {
    this.patients += 1;
    for (const attribute of attributes) this.count('case', attribute);
    for (const event of events) {
      const type = this.typeOf(event.type);
      type.events += 1;
      this.share(type);
      for (const [name, value] of event.attributes) {
        const kinds = type.attributes.get(name) ?? new Set();
        type.attributes.set(name, kinds.add(kindOf(value)));
        this.count('event', [name, value]);
      }
    }
  }

  /** The case without what would single somebody out. */
  kept(exported: ExportedCase): ExportedCase {
    if (this.leastPatients <= 1) return exported;
    const events = exported.events.filter(({ type }) => this.isShared(this.types.get(type)));
    return {
      ...exported,
      attributes: exported.attributes.filter((each) => this.isKept('case', each)),
      events: events.map((event): ExportedEvent => ({
        ...event,
        attributes: event.attributes.filter((each) => this.isKept('event', each)),
      })),
    };
  }

  /** Names of the fields of events or cases that something is left of, in order; once all is counted. */
  names(level: Field['level']): readonly string[] {
    this.namesByLevel[level] ??= this.namesOf(level);
    return this.namesByLevel[level];
  }

  private namesOf(level: Field['level']): readonly string[] {
    return [...this.fields]
      .filter(([key, field]) => field.level === level && this.keptValues(key.slice(5), field) !== 0)
      .map(([key]) => key.slice(5))
      .sort((a, b) => Number(a.startsWith(OWN_PREFIX)) - Number(b.startsWith(OWN_PREFIX)));
  }

  kindOf(level: Field['level'], name: string): Kind {
    return oneKind(this.fields.get(keyOf(level, name))?.kinds);
  }

  isTypeKept(type: string): boolean {
    return this.leastPatients <= 1 || this.isShared(this.types.get(type));
  }

  dictionary(): readonly DictionaryEntry[] {
    const types = [...this.types].map(([field, { events, patients }]): DictionaryEntry => {
      const isLeftOut = !this.isTypeKept(field);
      return {
        ...{ field: isLeftOut ? '(suppressed)' : field, level: 'type', kind: 'event type' },
        ...{ occurrences: isLeftOut ? 0 : events, patients: isLeftOut ? 0 : patients },
        ...{ values: undefined, suppressed: isLeftOut ? 1 : 0, range: '' },
      };
    });
    const fields = [...this.fields].map(([key, field]) => this.entryOf(key.slice(5), field));
    return [...types, ...fields];
  }

  private entryOf(field: string, entry: Field): DictionaryEntry {
    const { level, kinds, occurrences, patients, values, least, most } = entry;
    const kept = this.keptValues(field, entry);
    const isRange = kinds.size > 0 && !kinds.has('text') && !kinds.has('boolean');
    // The ends of a range are values that one patient may have.
    const showsRange = isRange && this.leastPatients <= 1;
    return {
      ...{ field, level, kind: [...kinds].sort().join(' or '), occurrences },
      patients: this.isShared(patients) ? patients.patients : 0,
      values: values?.size,
      suppressed: values === undefined ? (kept === 0 ? VALUES_MAX : 0) : values.size - kept,
      range: showsRange ? `${least} to ${most}` : '',
    };
  }

  private keptValues(name: string, { level, values }: Field): number {
    if (values === undefined)
      return this.leastPatients <= 1 || ALWAYS_SAID.has(name) ? Infinity : 0;
    return [...values.keys()].filter((value) => this.isKept(level, [name, value])).length;
  }

  private count(level: Field['level'], [name, value]: Attribute): void {
    const key = keyOf(level, name);
    let field = this.fields.get(key);
    if (field === undefined) {
      field = {
        ...{ level, kinds: new Set(), occurrences: 0, patients: { patients: 0, last: 0 } },
        ...{ values: new Map(), least: Infinity, most: -Infinity },
      };
      this.fields.set(key, field);
    }
    field.kinds.add(kindOf(value));
    field.occurrences += 1;
    this.share(field.patients);
    if (typeof value === 'number') {
      field.least = Math.min(field.least, value);
      field.most = Math.max(field.most, value);
    }
    if (field.values === undefined) return;
    const shared = field.values.get(value) ?? { patients: 0, last: 0 };
    this.share(shared);
    field.values.set(value, shared);
    if (field.values.size > VALUES_MAX) field.values = undefined;
  }

  private isKept(level: Field['level'], [name, value]: Attribute): boolean {
    if (this.leastPatients <= 1 || ALWAYS_SAID.has(name)) return true;
    const isMeasured =
      typeof value === 'number' &&
      !(Number.isInteger(value) && Math.abs(value) >= IDENTIFYING_FROM);
    return isMeasured || this.isShared(this.fields.get(keyOf(level, name))?.values?.get(value));
  }

  private isShared(shared: Shared | undefined): boolean {
    return (shared?.patients ?? 0) >= this.leastPatients;
  }

  private share(shared: Shared): void {
    if (shared.last === this.patients) return;
    shared.last = this.patients;
    shared.patients += 1;
  }

  private typeOf(name: string) {
    const type = this.types.get(name) ?? {
      ...{ events: 0, patients: 0, last: 0 },
      attributes: new Map<string, Set<Kind>>(),
    };
    this.types.set(name, type);
    return type;
  }
}

export function oneKind(kinds: ReadonlySet<Kind> | undefined): Kind {
  if (kinds === undefined || kinds.size === 0) return 'text';
  if (kinds.size === 1) return [...kinds][0] ?? 'text';
  return [...kinds].every((kind) => kind === 'integer' || kind === 'number') ? 'number' : 'text';
}

function keyOf(level: Field['level'], name: string): string {
  return `${level.padEnd(5)}${name}`;
}

function kindOf(value: Plain): Kind {
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value === 'boolean' ? 'boolean' : 'text';
}
