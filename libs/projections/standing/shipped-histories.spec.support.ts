/** Histories of the shipped pathways for properties: their scenarios, reported late, corrected and in part. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { type CareEvent, type Organisation, factKey, type RecordedFact } from '#care-event';
import type { Definition } from '#pathway';
import { readDefinition, readScenarios } from '#pathway-language';

const FOLDER = 'deploy/pathways';

export const SHIPPED = readdirSync(FOLDER)
  .filter((name) => /(?<!\.scenarios)\.yaml$/.test(name))
  .map((name) => name.replace('.yaml', ''));

export interface ShippedPathway {
  readonly id: string;
  readonly version: number;
  readonly yaml: string;
  /** The next version: what was owed within weeks is owed within days. */
  readonly next: string;
  readonly histories: readonly (readonly RecordedFact[])[];
  readonly organisations: readonly Organisation[];
}

export function shippedPathway(name: string): ShippedPathway {
  const yaml = readFileSync(`${FOLDER}/${name}.yaml`, 'utf8');
  const definition = defined(yaml);
  const { id, version } = definition;
  const read = readScenarios(readFileSync(`${FOLDER}/${name}.scenarios.yaml`, 'utf8'), definition);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const next = yaml
    .replace(/^version: .*$/m, `version: ${version + 1}`)
    .replace(/within: (\d+) weeks/g, 'within: $1 days');
  defined(next);
  return {
    ...{ id, version, yaml, next },
    histories: read.scenarios.map(({ facts }) => facts),
    organisations: read.scenarios[0]?.directory.on(20_500) ?? [],
  };
}

function defined(yaml: string): Definition {
  const read = readDefinition(yaml);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.definition;
}

/** What happens to the log, in order. */
export type Step =
  | {
      readonly kind: 'record';
      readonly at: number;
      readonly patient: string;
      readonly fact: CareEvent;
    }
  | { readonly kind: 'publish' | 'migrate' | 'import'; readonly at: number }
  | { readonly kind: 'ask'; readonly at: number; readonly daysAhead: number };

const DAY_MS = 86_400_000;

const delays = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 60 }) },
);

interface Reporting {
  readonly delays: readonly number[];
  /** One of the facts is reported again, some days earlier or later. */
  readonly corrected: number | undefined;
  readonly shift: number;
}

const reportings: fc.Arbitrary<Reporting> = fc.record({
  delays: fc.array(delays, { minLength: 40, maxLength: 40 }),
  corrected: fc.option(fc.nat(20), { nil: undefined }),
  shift: fc.integer({ min: -20, max: 20 }),
});

/** Several patients' histories of one pathway, with what changes for all of them in between. */
export function stepsOf({ histories }: ShippedPathway): fc.Arbitrary<readonly Step[]> {
  const patient = fc.tuple(fc.constantFrom(...histories), reportings);
  const others = fc.record({
    kind: fc.constantFrom('publish', 'migrate', 'import', 'ask', 'ask', 'ask'),
    share: fc.double({ min: 0, max: 1.2, noNaN: true }),
    daysAhead: fc.integer({ min: -30, max: 400 }),
  });
  return fc
    .tuple(
      fc.array(patient, { minLength: 2, maxLength: 4 }),
      fc.array(others, { minLength: 3, maxLength: 8 }),
    )
    .map(([patients, between]) => {
      const reported = patients.flatMap(([history, reporting], index) =>
        tell(`p${index}`, history, reporting),
      );
      const instants = reported.map(({ at }) => at);
      const [from, to] = [Math.min(...instants), Math.max(...instants)];
      const rest = between.map(({ kind, share, daysAhead }) => {
        const at = Math.round(from + share * (to - from));
        return kind === 'ask' ? { kind, at, daysAhead } : { kind, at };
      });
      return [...reported, ...(rest as Step[])].sort((a, b) => a.at - b.at);
    });
}

function tell(
  patient: string,
  history: readonly RecordedFact[],
  { delays: late, corrected, shift }: Reporting,
): (Step & { readonly kind: 'record' })[] {
  const steps = history.map(({ recordedAt: _, ...fact }, index) => {
    const at = Date.parse(fact.occurredAt) + (late[index] ?? 0) * DAY_MS;
    return { kind: 'record', at: Number.isNaN(at) ? 0 : at, patient, fact } as const;
  });
  const wrong = steps[(corrected ?? -1) % Math.max(1, steps.length)];
  if (corrected === undefined || wrong === undefined) return steps;
  const { fact, at } = wrong;
  const occurredAt = new Date(Date.parse(fact.occurredAt) + shift * DAY_MS).toISOString();
  const again = { ...fact, id: `${fact.id}-again`, occurredAt, correctionOf: factKey(fact) };
  return [...steps, { kind: 'record', at: at + Math.abs(shift) * DAY_MS, patient, fact: again }];
}
