/**
 * CloudEvents 1.0 (structured mode, JSON) to care events and back. What a care event
 * carries beyond the standard's attributes travels in extension attributes, whose names
 * the standard wants in lower case: `occurredat`, `actorrole` and so on.
 */
import { parseInstant, parseOccurredAt } from '#calendar';
import {
  closestName,
  parseTypeLiteral,
  typeLiteral,
  type CareEvent,
  type Fault,
  type Json,
  type JsonObject,
} from '#care-event';
import { isUnsafeKey } from '../json/json-limits.js';

/** Who it is about, as written (a pseudonym or `system|value`), and what happened. */
export interface ReadCloudEvent {
  readonly patient: string;
  readonly event: CareEvent;
  /** Which attribute says when it happened. */
  readonly occurredIn: 'occurredat' | 'time';
}

export type CloudEventReading = ReadCloudEvent | { readonly faults: readonly Fault[] };

const ATTRIBUTES = ['specversion', 'id', 'source', 'type', 'subject', 'time', 'datacontenttype'];
const EXTENSIONS = [
  'occurredat',
  'sequence',
  'pathway',
  'actorrole',
  'actororganisation',
  'municipality',
  'correctionof',
];
/** They trace the message's way, say nothing about the patient, and are not kept. */
const IGNORED = ['traceparent', 'tracestate', 'dataschema', 'partitionkey'];
const KNOWN = new Set([...ATTRIBUTES, ...EXTENSIONS, ...IGNORED, 'data']);
const UNKNOWN_NAMES_TOLD = 20;
const NAME_CHARACTERS_MAX = 100;
const JSON_MEDIA_TYPE = /^application\/([a-z0-9.+-]+\+)?json\s*(;.*)?$/i;

/** Reads one parsed CloudEvent. Faults carry JSON pointers into it, and all of them are told at once. */
export function readCloudEvent(value: Json): CloudEventReading {
  if (!isObject(value)) {
    return { faults: [{ path: '', message: 'a CloudEvent is a JSON object' }] };
  }
  const fields = new Fields(value);
  fields.checkNames();
  fields.checkFixed();
  const type = fields.required('type');
  const occurredAt = fields.text('occurredat');
  const time = fields.text('time');
  fields.checkTimes(occurredAt, time);
  const patient = fields.required('subject');
  const literal = parseTypeLiteral(type);
  const event: CareEvent = {
    id: fields.required('id'),
    source: fields.required('source'),
    type: literal.type,
    version: literal.version,
    occurredAt: occurredAt ?? time ?? '',
    ...(occurredAt !== undefined && time !== undefined && { issuedAt: time }),
    ...optional('sequence', fields.sequence()),
    ...optional('pathway', fields.text('pathway')),
    ...actor(fields.text('actorrole'), fields.text('actororganisation')),
    ...optional('municipality', fields.text('municipality')),
    ...optional('correctionOf', fields.text('correctionof')),
    data: fields.data(),
  };
  if (fields.faults.length > 0) return { faults: fields.faults };
  return { patient, event, occurredIn: occurredAt === undefined ? 'time' : 'occurredat' };
}

/** The CloudEvent that `readCloudEvent` reads back as the same care event. */
export function writeCloudEvent(patient: string, event: CareEvent): JsonObject {
  return {
    specversion: '1.0',
    id: event.id,
    source: event.source,
    type: typeLiteral(event.type, event.version),
    subject: patient,
    ...optional('time', event.issuedAt),
    occurredat: event.occurredAt,
    ...optional('sequence', event.sequence),
    ...optional('pathway', event.pathway),
    ...optional('actorrole', event.actor?.role),
    ...optional('actororganisation', event.actor?.organisation),
    ...optional('municipality', event.municipality),
    ...optional('correctionof', event.correctionOf),
    datacontenttype: 'application/json',
    data: event.data,
  };
}

/** Where the parts of a care event stand in a CloudEvent. */
const PLACES: ReadonlyMap<string, string> = new Map([
  ['/version', '/type'],
  ['/issuedAt', '/time'],
  ['/actor', '/actorrole'],
  ['/actor/role', '/actorrole'],
  ['/actor/organisation', '/actororganisation'],
  ['/correctionOf', '/correctionof'],
]);

/** What is said of a care event, with pointers into the CloudEvent that it came in. */
export function inCloudEventTerms<Said extends { readonly path: string }>(
  said: readonly Said[],
  occurredIn: ReadCloudEvent['occurredIn'] = 'occurredat',
): readonly Said[] {
  return said.map((each) => {
    const path = each.path === '/occurredAt' ? `/${occurredIn}` : PLACES.get(each.path);
    return { ...each, path: path ?? each.path };
  });
}

/** The event's attributes, and what was found wrong with them on the way. */
class Fields {
  readonly faults: Fault[] = [];
  constructor(private readonly values: JsonObject) {}

  /** An absent attribute and a null one are the same, as the JSON format of CloudEvents has it. */
  private value(name: string): Json | undefined {
    const value = Object.hasOwn(this.values, name) ? this.values[name] : undefined;
    return value === null ? undefined : value;
  }

  private fault(name: string, message: string): void {
    const pointer = name.slice(0, NAME_CHARACTERS_MAX).replaceAll('~', '~0').replaceAll('/', '~1');
    this.faults.push({ path: `/${pointer}`, message });
  }

  text(name: string): string | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (typeof value === 'string' && value !== '') return value;
    this.fault(name, value === '' ? 'must not be empty' : 'must be a text');
    return undefined;
  }

  required(name: string): string {
    if (this.value(name) === undefined) this.fault(name, 'is missing');
    return this.text(name) ?? '';
  }

  /** A whole number is taken for its digits: publishers count, the standard wants a text. */
  sequence(): string | undefined {
    const value = this.value('sequence');
    return typeof value === 'number' && Number.isSafeInteger(value)
      ? String(value)
      : this.text('sequence');
  }

  data(): JsonObject {
    const value = this.value('data');
    if (value === undefined) return {};
    if (isObject(value)) return value;
    this.fault('data', 'must be a JSON object');
    return {};
  }

  checkFixed(): void {
    const version = this.required('specversion');
    if (version !== '' && version !== '1.0') this.fault('specversion', 'must be "1.0"');
    const contentType = this.text('datacontenttype');
    if (contentType !== undefined && !JSON_MEDIA_TYPE.test(contentType)) {
      this.fault('datacontenttype', 'must be application/json: data is read as JSON only');
    }
  }

  checkTimes(occurredAt: string | undefined, time: string | undefined): void {
    if (occurredAt === undefined && time === undefined) {
      if (this.value('occurredat') === undefined && this.value('time') === undefined) {
        this.fault(
          'occurredat',
          'is missing, and so is time: one of them must say when it happened',
        );
      }
    }
    if (time !== undefined && parseInstant(time) === undefined) {
      this.fault(
        'time',
        'must be an instant with its UTC offset, such as 2026-03-14T10:15:00+02:00',
      );
    }
    if (occurredAt !== undefined && parseOccurredAt(occurredAt) === undefined) {
      this.fault(
        'occurredat',
        'must be an instant such as 2026-03-14T10:15:00+02:00, a day such as 2026-03-14 or a month such as 2026-03',
      );
    }
  }

  /**
   * An unknown attribute is refused rather than dropped: it may be a misspelt
   * `correctionof`, and dropping it would record something else than was meant.
   */
  checkNames(): void {
    for (const name of Object.keys(this.values)) {
      if (KNOWN.has(name)) continue;
      // Ten thousand strange names must not cost ten thousand searches for advice.
      if (this.faults.length >= UNKNOWN_NAMES_TOLD) return;
      if (name === 'data_base64') {
        this.fault(name, 'is not accepted: put a JSON object into data');
      } else if (isUnsafeKey(name)) {
        this.fault(name, 'is never accepted as a name');
      } else {
        const advice = closestName(name, [...ATTRIBUTES, ...EXTENSIONS, 'data']);
        this.fault(
          name,
          `is not known here${advice === undefined ? '; what belongs to the event itself goes into data' : `: did you mean ${advice}?`}`,
        );
      }
    }
  }
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function optional<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: string };
}

function actor(
  role: string | undefined,
  organisation: string | undefined,
): Pick<CareEvent, 'actor'> | undefined {
  if (role === undefined && organisation === undefined) return undefined;
  return { actor: { ...optional('role', role), ...optional('organisation', organisation) } };
}
