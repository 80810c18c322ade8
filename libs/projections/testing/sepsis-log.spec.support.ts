/** The emergency department's log as care events: a reader as small as a test allows. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { CareEvent } from '#care-event';
import { openTestLog, type Adapters, type TestLog } from './log.spec.support.js';

const FOLDER = path.resolve('../shared/data/sepsis');

/** False where the data folder is missing: tests of it are then skipped. */
export const SEPSIS_IS_HERE = existsSync(FOLDER);

export const SEPSIS = `
pathway: sepsis
version: 1
zone: Europe/Amsterdam
services:
  emergency: { level: specialist }
  ward: { level: specialist }
  intensive-care: { level: specialist }
events:
  ER Registration: {}
  ER Triage: {}
  ER Sepsis Triage: {}
  Leucocytes: {}
  CRP: {}
  LacticAcid: {}
  IV Liquid: {}
  IV Antibiotics: { publisher: emergency nurse }
  Admission NC: {}
  Admission IC: {}
  Release A: {}
  Release B: {}
  Release C: {}
  Release D: {}
  Release E: {}
  Return ER: {}
entry: any
closes: [Release A, Release B, Release C, Release D, Release E]
stages:
  - id: emergency
    holder: emergency
  - id: ward
    holder: ward
    opens: Admission NC
  - id: intensive-care
    holder: intensive-care
    opens: Admission IC
    expected-p90: 14 days
duties:
  - id: antibiotics
    from: ER Sepsis Triage
    until: IV Antibiotics
    within: 60 minutes
    owner: emergency
`;

/** The log's cases in its own order; the order of a case's rows is its events' sequence. */
export function sepsisCases(): ReadonlyMap<string, readonly CareEvent[]> {
  const xes = gunzipSync(
    readFileSync(path.join(FOLDER, 'Sepsis_Cases-Event_Log.xes.gz')),
  ).toString();
  const cases = new Map<string, readonly CareEvent[]>();
  for (const [, trace] of xes.matchAll(/<trace>([\s\S]*?)<\/trace>/g)) {
    const name = attribute(trace!.slice(0, trace!.indexOf('<event>')), 'concept:name');
    const events = [...trace!.matchAll(/<event>([\s\S]*?)<\/event>/g)].map(([, event], row) => ({
      id: `${name}/${row}`,
      source: 'urn:log:sepsis',
      type: attribute(event!, 'concept:name'),
      version: 1,
      occurredAt: attribute(event!, 'time:timestamp'),
      sequence: String(row),
      pathway: 'sepsis',
      data: {},
    }));
    cases.set(name, events);
  }
  return cases;
}

function attribute(xml: string, key: string): string {
  const found = new RegExp(`key="${key}" value="([^"]*)"`).exec(xml);
  if (found === null) throw new Error(`No ${key} in ${xml.slice(0, 200)}`);
  return found[1]!;
}

/** The whole log with its definition, folded. */
export async function openSepsisLog(adapters: Adapters): Promise<TestLog> {
  const log = await openTestLog(adapters);
  await log.publish('sepsis', 1, SEPSIS);
  for (const [name, events] of sepsisCases()) await log.record(`p${name}`, events);
  await log.runner.catchUp();
  return log;
}

export interface SepsisTruth {
  readonly start_activities: Readonly<Record<string, number>>;
  readonly activity_counts: Readonly<Record<string, number>>;
  readonly variants: number;
  readonly case_duration_s: Readonly<Record<string, number>>;
  readonly dfg_edges: number;
  readonly dfg_total: number;
  readonly dfg_top20: readonly { readonly from: string; readonly to: string; readonly n: number }[];
  readonly dfg_top10_wait_s: readonly {
    readonly from: string;
    readonly to: string;
    readonly n: number;
    readonly median: number;
    readonly p90: number;
    readonly mean: number;
    readonly sum: number;
  }[];
  readonly triage_to_antibiotics_first_to_first: Readonly<Record<string, number>>;
  readonly km_time_to_first_release_censor_at_last_event: KaplanMeierTruth;
  readonly 'km_as_of_2014-07-01_admin_censored': KaplanMeierTruth;
  readonly km_triage_to_antibiotics: KaplanMeierTruth;
  readonly aalen_johansen_first_outcome: Readonly<Record<string, Record<string, number>>>;
  readonly 'census_2014-07-01': readonly [
    Readonly<Record<string, number>> & { readonly stage_counts: Record<string, number> },
  ];
}

export interface KaplanMeierTruth {
  readonly n: number;
  readonly events: number;
  readonly censored?: number;
  readonly median_s: number;
  readonly p90_s?: number;
  readonly naive_completed_only_median_s?: number;
  readonly naive_completed_only_p90_s?: number;
  readonly R_survfit_95ci_median_log: readonly [number, number];
  readonly [point: `S_at_${string}`]: number;
}

export function sepsisTruth(): SepsisTruth {
  return JSON.parse(readFileSync(path.join(FOLDER, 'truth.json'), 'utf8')) as SepsisTruth;
}
