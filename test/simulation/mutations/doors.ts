/** Bugs planted in the doors through which reports come. */
import type { CareEvent, FactSink, Recorded } from '#care-event';
import type { Planted } from '../planted.js';

export const DOORS: readonly Planted[] = [
  {
    name: 'new-id-on-retry',
    mistake: 'A door that heard no answer asks again under a new id.',
    breaks: [4],
    door: (door) =>
      doorOf(async (patient, facts) => {
        try {
          return await door.recordFacts(patient, facts);
        } catch {
          const again = facts.map((fact) => ({ ...fact, id: `${fact.id}-again` }));
          return door.recordFacts(patient, again);
        }
      }),
  },
  {
    name: 'duplicates-unknown',
    mistake: 'Each delivery of a report counts as a report of its own.',
    breaks: [4],
    door: (door, { random }) =>
      doorOf((patient, facts) =>
        door.recordFacts(
          patient,
          facts.map((fact) => ({ ...fact, id: `${fact.id}-${random.next()}` })),
        ),
      ),
  },
  {
    name: 'conflict-is-repeat',
    mistake: 'The same id with other content is answered as a repeat.',
    breaks: [4],
    door: (door) =>
      doorOf(async (patient, facts) => {
        const recorded = await door.recordFacts(patient, facts);
        const outcomes = recorded.outcomes.map((outcome) =>
          outcome.status === 'refused' && outcome.code === 'conflict'
            ? { status: 'repeated' as const, revision: 0, position: '0' }
            : outcome,
        );
        return { ...recorded, outcomes };
      }),
  },
];

function doorOf(
  recordFacts: (patient: string, facts: readonly CareEvent[]) => Promise<Recorded>,
): FactSink {
  return { recordFacts };
}
