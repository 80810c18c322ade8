/** Custody held in memory is that of a replay at every instant, on each of the definitions shipped. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { custodyReport, Journey } from '#pathway';
import { openSqliteEventStore } from '#event-store/sqlite';
import { eachDerived } from '../loaded/each-derived.js';
import { FigureCache } from '../loaded/figure-cache.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { eachPatient } from '../standing/each-patient.js';
import { SHIPPED, shippedPathway, stepsOf } from '../standing/shipped-histories.spec.support.js';
import { openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { CustodyClock } from './custody-clock.js';
import { custodyOn, type CustodyPart } from './held-custody.js';
import { openQuestion } from './question.js';

const ADAPTERS = { openStore: openSqliteEventStore, openModels: openReadModels };
const HOUR_MS = 3_600_000;
/** The same instant, the next ones, over some midnights, and back. */
const HOURS_LATER = [0, 1 / HOUR_MS, 5, 29, 24 * 40, 24 * 400, 2, -24 * 10, 24 * 40];

describe.each(SHIPPED)('Custody on %s', (name) => {
  const pathway = shippedPathway(name);

  it('is the same from what is held as from a replay', async () => {
    await fc.assert(
      fc.asyncProperty(stepsOf(pathway), async (steps) => {
        const log = await openTestLog(ADAPTERS);
        try {
          await log.publish(pathway.id, pathway.version, pathway.yaml);
          for (const step of steps) {
            log.now = Math.max(log.now, step.at);
            if (step.kind === 'record') await log.record(step.patient, [step.fact]);
          }
          await log.runner.catchUp();
          const cache = new FigureCache(2 ** 24);
          for (const hours of HOURS_LATER) {
            const { held, replayed } = await bothWays(log, {
              ...{ cache, pathway: pathway.id, at: log.now + hours * HOUR_MS },
            });
            expect(held).toEqual(replayed);
          }
          expect(cache.bytes).toBeGreaterThan(0);
        } finally {
          await log.close();
        }
      }),
      { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 25) / 15) },
    );
  });
});

interface Asked {
  readonly cache: FigureCache;
  readonly pathway: string;
  readonly at: number;
}

function bothWays({ models }: TestLog, { cache, pathway, at }: Asked) {
  return models.read(async (view) => {
    const question = await openQuestion(view, { pathway, asOf: new Date(at).toISOString() });
    const clock = new CustodyClock(at);
    const held: Record<string, unknown> = {};
    const replayed: Record<string, unknown> = {};
    await eachDerived({ cache, view, question }, custodyOn(question), (found, patient) => {
      held[patient] = found.map(({ key, at: from, parts }) => ({
        key,
        parts: parts.map((part) => plain(clock.partBy(part, from))),
      }));
    });
    await eachPatient(view, question, (patient, facts) => {
      const journey = new Journey(question.versions.rulesFor(facts));
      for (const fact of facts) journey.add(fact);
      const entered = journey.assessAll(at).filter(({ state }) => state !== 'not-entered');
      if (entered.length === 0) return;
      replayed[patient] = entered.map((assessment) => {
        const { key } = assessment;
        const counted = journey.counted(at, key);
        const reported = journey.reported(at, key);
        const report = custodyReport(assessment, counted, question.versions, reported);
        const scopes = report.scopes.map((scope) => ({ ...scope, dropped: [] }));
        return { key, parts: [report, ...scopes].map(plain) };
      });
    });
    return { held, replayed };
  });
}

type Compared = Omit<CustodyPart, 'held' | 'offers'> &
  Pick<ReturnType<typeof custodyReport>, 'held' | 'offers'>;

/** What a figure counts and lists. */
function plain({ scope, dropped, offeredMs, withoutHolderMs, heldTwiceMs, ...part }: Compared) {
  return {
    ...{ scope, dropped, offeredMs, withoutHolderMs, heldTwiceMs },
    held: part.held.map(({ spell, heldMs, days, idleDays, longestIdleDays }) => ({
      ...{ spell, heldMs, days, idleDays, longestIdleDays },
    })),
    offers: part.offers.map(({ offer, end, offeredMs: ms, returned, silent, silentMs, late }) => ({
      ...{ offer, end, ms, returned, silent, silentMs, late },
    })),
  };
}
