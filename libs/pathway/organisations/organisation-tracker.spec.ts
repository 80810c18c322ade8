/** Which organisation stands for a service, fact by fact. */
import { describe, expect, it } from '@jest/globals';
import { timedFact, type TimedFact } from '#care-event';
import type { Definition } from '../definition/definition.js';
import { DIRECTORY } from '../testing/organisations.js';
import { OrganisationTracker } from './organisation-tracker.js';

const WARD = {
  ...{ id: 'ward', name: 'ward', level: 'other' },
  organisation: { kind: 'municipality-of-patient' },
};
const definition = {
  zone: 'UTC',
  services: new Map([['ward', WARD]]),
} as unknown as Definition;

function fact(type: string, hour: number, municipality?: string): TimedFact {
  const occurredAt = `2026-03-28T0${hour}:00:00Z`;
  const data = municipality === undefined ? {} : { municipality };
  const at = { id: `${hour}`, source: 'urn:x', version: 1, recordedAt: hour };
  return timedFact({ ...at, type, occurredAt, data }, 'UTC');
}

describe('Where the patient lives', () => {
  const moved = (hour: number, to: string): TimedFact => fact('PatientMoved', hour, to);
  const nobody = { spellBefore: () => undefined, spellAt: () => undefined };

  it('binds a service from the first news of it, whatever was reported before', () => {
    const tracker = new OrganisationTracker(definition, DIRECTORY, nobody, () => undefined);
    const [here, there] = [moved(2, '0301'), moved(3, '4601')];
    // The patient lived there already, as was registered long ago.
    tracker.note(fact('Pause', 1), '0301');
    tracker.note(here, '0301');
    tracker.note(there, '4601');
    expect(tracker.boundAsOf('ward', here)).toEqual({ organisation: 'oslo' });
    expect(tracker.boundAsOf('ward', there)).toEqual({ organisation: 'bergen' });
  });
});
