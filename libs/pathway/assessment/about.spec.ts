/** What does not concern a pathway is as if it had been reported to another one. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isCorrection, type RecordedFact } from '#care-event';
import { meets, PATIENT_AGE, type EventPattern } from '../definition/pattern.js';
import type { Definition } from '../definition/definition.js';
import type { Assessment } from '../state/assessment.js';
import { histories, instants } from '../testing/arbitraries.js';
import { bound } from '../testing/organisations.js';
import { richDefinitions } from '../testing/rich-definitions.js';
import { about } from '../testing/rule-parts.js';
import { PathwayVersions } from '../versions/pathway-versions.js';
import { assessAll } from './assess.js';
import { at, facts, pathway, standing } from './journey-story.spec.support.js';

const ageless = about.filter((patterns) => {
  return patterns.every(({ where }) => where.every(({ field }) => field !== PATIENT_AGE));
});

/** Without the next wake-up: what does not concern the pathway may wake it up in vain. */
function withoutWakeUps(assessments: readonly Assessment[]): unknown {
  return assessments.map(({ nextWakeUp: _, ...assessment }) => assessment);
}

function isSetAside({ type, data }: RecordedFact, patterns: readonly EventPattern[]): boolean {
  const own = patterns.filter((pattern) => pattern.type === type);
  return own.length > 0 && !own.some(({ where }) => meets(where, data, undefined));
}

describe('A fact that does not concern the pathway', () => {
  it('is as if it were addressed to another', () => {
    const property = fc.property(
      richDefinitions,
      ageless,
      histories,
      instants,
      (rich, patterns, history, instant) => {
        const definition: Definition = { ...rich, about: patterns };
        const all = history
          .filter((fact) => !isCorrection(fact))
          .map(({ municipality, ...fact }) => {
            const told = municipality !== undefined && !isSetAside(fact, patterns);
            return { ...fact, ...(told && { municipality }) };
          });
        const elsewhere = all.map((fact) => {
          return isSetAside(fact, patterns) ? { ...fact, pathway: 'other' } : fact;
        });
        expect(withoutWakeUps(assessAll(bound(definition), all, instant))).toEqual(
          withoutWakeUps(assessAll(bound(definition), elsewhere, instant)),
        );
      },
    );
    fc.assert(property);
  });

  const ABOUT = 'about: { event: [Left, Sick], where: { site: back } }\n';
  const SICK = `
duties: [{ id: plan, from: Sick, until: Planned, within: 1 week, owner: gp }]
clocks: [{ id: sick, over: patient, start: Sick }]
`;

  it('starts, runs and closes nothing, and is no deviation', () => {
    const back = pathway(ABOUT + SICK);
    const knee = [
      '2026-03-02 Came',
      '2026-03-03 Sick { site: knee }',
      '2026-03-04 Left { site: knee }',
    ];
    expect(standing(back, '2026-03-05', ...knee)).toMatchObject({
      ...{ state: 'open', duties: [], deviations: [] },
      clocks: [{ clock: 'sick', state: 'not-started' }],
    });
    const own = [...knee, '2026-03-06 Sick { site: back }', '2026-03-07 Left { site: back }'];
    expect(standing(back, '2026-03-08', ...own)).toMatchObject({
      ...{ state: 'closed', duties: [{ duty: 'plan' }] },
    });
  });

  it('takes along what does not say what it is about, by a field that they share', () => {
    const SAID =
      'about: [{ event: Sick, where: { site: back } }, { event: Left, where: { site: { present: false } } }]\n';
    const story = [
      '2026-03-02 Came',
      '2026-03-03 Sick { site: knee, ref: k }',
      '2026-03-03 Sick { site: back, ref: b }',
    ];
    const stateAfter = (left: string) =>
      standing(pathway(`${SAID}about-by: ref\n${SICK}`), '2026-03-08', ...story, left).state;
    expect(stateAfter('2026-03-04 Left { ref: k }')).toBe('open');
    expect(stateAfter('2026-03-04 Left { ref: b }')).toBe('closed');
    expect(stateAfter('2026-03-04 Left { ref: x }')).toBe('closed');
    expect(stateAfter('2026-03-04 Left')).toBe('closed');
  });

  it('so moves no clock over the patient either', () => {
    const definition = pathway(`about: { event: Screened, where: { site: back } }
about-by: ref
${SICK}`);
    const clocksAfter = (site: string) => {
      const screened = `2026-03-03 Screened { site: ${site}, ref: k }`;
      const story = ['2026-03-02 Came', screened, '2026-03-04 Sick { ref: k }'];
      return standing(definition, '2026-03-08', ...story).clocks;
    };
    expect(clocksAfter('back')).toMatchObject([{ clock: 'sick', state: 'running' }]);
    expect(clocksAfter('knee')).toMatchObject([{ clock: 'sick', state: 'not-started' }]);
  });

  it('tells where the patient lives when something known acts from its day on', () => {
    const back = pathway(
      `
about: { event: Screened, where: { site: back } }
parameters: { place: { service: physio, local: { '0301': clinic } } }
regions: {}
`,
      `
stages:
  - { id: first, holder: gp }
  - id: training
    holder: { parameter: place }
    opens: { event: Trained, valid-from: from }
`,
    );
    const told = facts(
      ...['2026-03-02 Came', '2026-03-03 Trained { from: 2026-03-10 }'],
      '2026-03-05 Screened { site: knee }',
    ).map((fact) => (fact.type === 'Screened' ? { ...fact, municipality: '0301' } : fact));
    const { stage } = assessAll(back, told, at('2026-03-11'))[0]!;
    expect(stage).toMatchObject({ stage: 'training', holder: 'clinic', municipality: '0301' });
  });

  it('counts again once it is corrected, and no more once it is corrected away', () => {
    const back = pathway(ABOUT);
    const [came, left] = facts('2026-03-02 Came', '2026-03-04 Left { site: knee }');
    const corrected = { ...left!, id: '3', correctionOf: '2', data: { site: 'back' } };
    const states = [
      [came!, left!],
      [came!, left!, corrected],
    ].map((known) => {
      return assessAll(back, known, at('2026-03-05'))[0]?.state;
    });
    expect(states).toEqual(['open', 'closed']);
  });

  it('is told by the version of the episode', () => {
    const published = (definition: Definition, day: string) => {
      return { definition, publishedAt: at(`${day}T00:00:00Z`) };
    };
    const versions = new PathwayVersions([
      published(pathway('episodes: {}\n'), '2026-03-01'),
      published({ ...pathway(`episodes: {}\n${ABOUT}`), version: 2 }, '2026-04-01'),
    ]);
    const known = facts(
      ...['2026-03-02 Came', '2026-04-02 Left { site: knee }'],
      ...['2026-04-03 Came', '2026-04-04 Left { site: knee }'],
    ).map((fact) => ({ ...fact, recordedAt: at(`${fact.occurredAt}T12:00:00Z`) }));
    expect(versions.assess(known, at('2026-04-05'))).toMatchObject({
      state: 'open',
      episodes: [
        { number: 1, version: 1, closedBy: expect.anything() },
        { number: 2, version: 2 },
      ],
    });
  });
});
