/** Deviations added up: by kind and rule, and for each rule of order against how often its event came. */
import { formatInstant } from '#calendar';
import { compareTexts } from '#care-event';
import type { ReportedDeviation } from '../models/id-collisions.js';
import { increase, mostFirst } from './name-counts.js';

export interface DeviationCounts {
  readonly total: number;
  /** Patients with at least one. */
  readonly patientsDeviating: number;
  /** The most frequent first. */
  readonly kinds: readonly KindOfDeviation[];
  /** Sequences and guards, in the definition's order. */
  readonly rules: readonly RuleOfOrder[];
}

export interface KindOfDeviation {
  readonly kind: string;
  /** Id of the guard, sequence, clock, duty, stage or handover that it is about. */
  readonly rule?: string;
  readonly count: number;
  readonly patientsDeviating: number;
  /** By the source, and by the organisation, that reported the event; the most frequent first. */
  readonly sources: Readonly<Record<string, number>>;
  readonly organisations: Readonly<Record<string, number>>;
  /** When the event of the newest happened (RFC 3339). */
  readonly newestAt: string;
}

/** A sequence or guard: the events that it is about, and how many came out of order. */
export interface RuleOfOrder {
  readonly rule: string;
  readonly kind: 'sequence' | 'guard';
  readonly events: number;
  readonly patientsWithEvent: number;
  readonly deviating: number;
  readonly patientsDeviating: number;
  /** `patientsDeviating` of `patientsWithEvent`; null where nobody had the event. */
  readonly share: number | null;
}

export type RuleId = Pick<RuleOfOrder, 'rule' | 'kind'>;

/** Who reported an event. */
export interface Reporter {
  readonly source: string;
  readonly organisation: string | undefined;
}

/** Patients come one after the other. */
class PatientCount {
  patients = 0;
  private last: string | undefined;

  meet(patient: string): void {
    if (patient === this.last) return;
    this.last = patient;
    this.patients += 1;
  }
}

class KindTally {
  count = 0;
  newest = -Infinity;
  readonly met = new PatientCount();
  readonly sources = new Map<string, number>();
  readonly organisations = new Map<string, number>();

  constructor(
    readonly kind: string,
    readonly rule: string | undefined,
  ) {}
}

class RuleTally {
  events = 0;
  deviating = 0;
  readonly withEvent = new PatientCount();
  readonly withDeviation = new PatientCount();
}

const NOT_KNOWN: Reporter = { source: 'unknown', organisation: undefined };

export class DeviationTally {
  private total = 0;
  private readonly met = new PatientCount();
  private readonly kinds = new Map<string, KindTally>();
  private readonly rules: ReadonlyMap<string, readonly [RuleId, RuleTally]>;

  constructor(
    rules: readonly RuleId[],
    private readonly zone: string,
  ) {
    this.rules = new Map(rules.map((id) => [keyOf(id), [id, new RuleTally()]]));
  }

  deviate(
    patient: string,
    deviation: ReportedDeviation,
    { source, organisation } = NOT_KNOWN,
  ): void {
    const { kind, rule, at } = deviation;
    this.total += 1;
    this.met.meet(patient);
    const key = JSON.stringify([kind, rule]);
    let found = this.kinds.get(key);
    if (found === undefined) this.kinds.set(key, (found = new KindTally(kind, rule)));
    found.count += 1;
    found.met.meet(patient);
    found.newest = Math.max(found.newest, at);
    increase(found.sources, source);
    if (organisation !== undefined) increase(found.organisations, organisation);
    if (rule === undefined || (kind !== 'sequence' && kind !== 'guard')) return;
    const ofRule = this.rules.get(keyOf({ kind, rule }))?.[1];
    if (ofRule === undefined) return;
    ofRule.deviating += 1;
    ofRule.withDeviation.meet(patient);
  }

  /** An event that a sequence or guard is about. */
  meet(patient: string, id: RuleId): void {
    const rule = this.rules.get(keyOf(id))?.[1];
    if (rule === undefined) return;
    rule.events += 1;
    rule.withEvent.meet(patient);
  }

  counts(): DeviationCounts {
    return {
      total: this.total,
      patientsDeviating: this.met.patients,
      kinds: [...this.kinds.values()]
        .sort((a, b) => b.count - a.count || compareTexts(nameOf(a), nameOf(b)))
        .map(({ kind, rule, count, met, newest, sources, organisations }) => ({
          ...{ kind, ...(rule !== undefined && { rule }), count, patientsDeviating: met.patients },
          ...{ sources: mostFirst(sources), organisations: mostFirst(organisations) },
          newestAt: formatInstant(newest, this.zone),
        })),
      rules: [...this.rules.values()].map(
        ([id, { events, deviating, withEvent, withDeviation }]) => {
          const share = events === 0 ? null : withDeviation.patients / withEvent.patients;
          return {
            ...{ ...id, events, patientsWithEvent: withEvent.patients },
            ...{ deviating, patientsDeviating: withDeviation.patients, share },
          };
        },
      ),
    };
  }
}

function nameOf({ kind, rule = '' }: KindTally): string {
  return `${kind} ${rule}`;
}

function keyOf({ kind, rule }: RuleId): string {
  return `${kind} ${rule}`;
}
