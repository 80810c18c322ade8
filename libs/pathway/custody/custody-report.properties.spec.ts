/** Custody of made-up histories: what holds whatever the order, the instant and the definition. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arrivals, histories, instants } from '../testing/arbitraries.js';
import { Journey } from '../assessment/journey.js';
import { definitions as anyDefinitions } from '../testing/definitions.js';
import { bound, DIRECTORY } from '../testing/organisations.js';
import { mayBeBy } from './acts-of-holder.js';
import type { Definition } from '../definition/definition.js';
import type { HandoverRule } from '../definition/handover-rule.js';
import type { EventPattern } from '../definition/pattern.js';
import type { RecordedFact } from '#care-event';
import { rulesOf } from '../rules/pathway-rules.js';
import { startOfDay, dayAt } from '#calendar';
import { custodyReport } from './custody-report.js';

const HOUR_MS = 3_600_000;
const ACTORS = [undefined, 'ward', 'abroad', 'nobody of ours'];

const on = (type: string): EventPattern[] => [{ type, where: [] }];

/** Their handovers can also be asked about, withdrawn and overtaken, and silence may ask another. */
const definitions: fc.Arbitrary<Definition> = fc
  .tuple(anyDefinitions, fc.boolean(), fc.shuffledSubarray(['A', 'B', 'C', 'D', 'E', 'F']))
  .map(([definition, asksNext, [by = 'E', answered = 'F', overtaken = 'C']]) => ({
    ...definition,
    handovers: definition.handovers.map((rule): HandoverRule => ({
      ...rule,
      information: { requested: on('D'), supplied: on('A') },
      withdrawn: { by: on(by), answered: on(answered) },
      overtaken: on(overtaken),
      ...(asksNext && { silent: { then: { kind: 'offer', to: 'abroad' }, next: [] } }),
    })),
  }));

/** Each fact is said to be somebody's doing, always the same one's. */
function acted(facts: readonly RecordedFact[]): readonly RecordedFact[] {
  return facts.map((fact) => {
    const organisation = ACTORS[(Number(fact.id) + fact.type.length) % ACTORS.length];
    return organisation === undefined ? fact : { ...fact, actor: { organisation } };
  });
}

/** One for each journey. */
function reportsOf(definition: Definition, facts: readonly RecordedFact[], at: number) {
  const journey = new Journey(bound(definition));
  for (const fact of acted(facts)) journey.add(fact);
  return journey.assessAll(at).map((assessment) => {
    const counted = journey.counted(at, assessment.key);
    const report = custodyReport(assessment, counted, {
      version: () => definition,
      directory: DIRECTORY,
    });
    return { assessment, counted, report, ...report };
  });
}

describe('The custody of a patient', () => {
  it('covers the open time of every episode once, without gap or overlap', () => {
    fc.assert(
      fc.property(definitions, histories, instants, (definition, facts, at) => {
        for (const { held, openMs, scopes, ...report } of reportsOf(definition, facts, at)) {
          const { withoutHolderMs, heldTwiceMs, dropped } = report;
          for (const scope of scopes)
            expect([scope.withoutHolderMs, scope.heldTwiceMs]).toEqual([0, 0]);
          const droppedMs = dropped.reduce((ms, { from, to }) => ms + to - from, 0);
          expect(held.reduce((ms, { heldMs }) => ms + heldMs, 0)).toBe(openMs);
          expect([withoutHolderMs, heldTwiceMs]).toEqual([droppedMs, 0]);
        }
      }),
    );
  });

  it('has idle days among the whole days, day by day as one would count them', () => {
    fc.assert(
      fc.property(definitions, histories, instants, (definition, facts, at) => {
        const spells = reportsOf(definition, facts, at).flatMap(({ held, counted }) =>
          held.map((one) => ({ ...one, counted })),
        );
        for (const { spell, heldMs, days, idleDays, longestIdleDays, counted } of spells) {
          const { zone } = rulesOf(definition).ownerOf(spell.holder);
          const acts = counted.filter((act) => {
            const organisation = act.fact.actor?.organisation ?? spell.holder;
            // Where the holder is an organisation, examples say who acts.
            if ('organisation' in spell || 'organisationUnknown' in spell)
              return mayBeBy(spell, act, { definition, directory: DIRECTORY });
            return organisation === spell.holder || !definition.services.has(organisation);
          });
          let [whole, idle, run, longest] = [0, 0, 0, 0];
          for (let day = dayAt(spell.from, zone); day <= dayAt(spell.to ?? at, zone); day++) {
            const [begin, end] = [startOfDay(day, zone), startOfDay(day + 1, zone)];
            if (begin < spell.from || end > (spell.to ?? at)) continue;
            whole++;
            const busy = acts.some((act) => act.start < end && act.end >= begin);
            run = busy ? 0 : run + 1;
            idle += busy ? 0 : 1;
            longest = Math.max(longest, run);
          }
          expect([days, idleDays, longestIdleDays]).toEqual([whole, idle, longest]);
          expect(days * 23 * HOUR_MS).toBeLessThanOrEqual(heldMs);
        }
      }),
    );
  });

  it('is the same in whatever order the facts came and are given', () => {
    fc.assert(
      fc.property(definitions, arrivals, instants, (definition, [facts, arrived], at) => {
        const others = reportsOf(definition, arrived, at);
        reportsOf(definition, facts, at).forEach(({ counted, assessment, report }, index) => {
          expect(others[index]?.report).toEqual(report);
          const turned = custodyReport(assessment, [...counted].reverse(), {
            version: () => definition,
            directory: DIRECTORY,
          });
          expect(turned).toEqual(report);
        });
      }),
    );
  });

  it('has offers that were out for no longer than together, silent for no longer than out', () => {
    fc.assert(
      fc.property(definitions, histories, instants, (definition, facts, at) => {
        for (const { report, assessment } of reportsOf(definition, facts, at)) {
          const { offers, offeredMs, scopes } = report;
          const sum = offers.reduce((ms, each) => ms + each.offeredMs, 0);
          const longest = Math.max(0, ...offers.map((each) => each.offeredMs));
          expect(offeredMs).toBeLessThanOrEqual(sum);
          expect(offeredMs).toBeGreaterThanOrEqual(longest);
          const ofScopes = scopes.flatMap((scope) => scope.offers);
          expect(offers.length + ofScopes.length).toBe(assessment.handovers.length);
          for (const { silentMs, offeredMs: out, end, returned, silent } of offers) {
            expect(silentMs).toBeLessThanOrEqual(out);
            expect(silentMs).toBeGreaterThanOrEqual(0);
            if (end === 'open') expect(assessment.state).not.toBe('closed');
            if (returned) expect(['refused', 'withdrawn', 'overtaken']).toContain(end);
            if (silent) expect(end).toBe('open');
          }
        }
      }),
    );
  });
});
