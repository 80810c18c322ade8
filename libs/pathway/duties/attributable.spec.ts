/** Whether a breach is held against whoever owes the duty: not before a first contact. */
import { describe, expect, it } from '@jest/globals';
import { DutyStory, dutyRule, on } from './story.spec.support.js';
import type { DutyRule } from '../definition/duty-rule.js';

const START = '2026-03-02T09:00:00Z';
const rule = (more: Partial<DutyRule> = {}) => dutyRule({ attributableFrom: on('Seen'), ...more });
/** Due on 12 March. */
const started = () => new DutyStory(rule()).then('Started', START);

describe('A duty that cannot be met at once', () => {
  it('is met by what comes late enough, and by nothing sooner', () => {
    const story = new DutyStory(dutyRule({ notBefore: { amount: 4, unit: 'day' } }));
    story.then('Started', START).then('Done', '2026-03-06T09:00:00Z');
    expect(story.at('2026-03-10')).toMatchObject([{ state: 'not-yet-due' }]);
    story.then('Done', '2026-03-07T09:00:00Z');
    expect(story.at('2026-03-10')).toMatchObject([
      { state: 'met', metAt: Date.UTC(2026, 2, 7, 9) },
    ]);
  });
});

describe('A breach', () => {
  it('is not attributable where nobody was in contact before it was due', () => {
    expect(started().at('2026-03-13')).toMatchObject([{ state: 'breached', attributable: false }]);
    const seen = started().then('Seen', '2026-03-13T09:00:00Z');
    expect(seen.at('2026-03-20')).toMatchObject([{ state: 'breached', attributable: false }]);
    const met = seen.then('Done', '2026-03-16T09:00:00Z');
    expect(met.at('2026-03-20')).toMatchObject([{ state: 'met-late', attributable: false }]);
    expect(met.trackedUntil('2026-03-20').context.touched).toContain(
      'duties/plan/not-attributable',
    );
  });

  it('is attributable after a contact, be it on the last day or before the duty began', () => {
    for (const day of ['2026-03-12', '2026-03-01']) {
      const story = new DutyStory(rule());
      if (day < '2026-03-02') story.then('Seen', day).then('Started', START);
      else story.then('Started', START).then('Seen', day);
      const [duty] = story.at('2026-03-13');
      expect(duty).toMatchObject({ state: 'breached' });
      expect(duty).not.toHaveProperty('attributable');
    }
  });

  it('is attributable after a contact that came late enough, and no earlier one', () => {
    const later = { on: on('Visited'), after: { amount: 4, unit: 'day' as const } };
    const visited = (...days: readonly string[]) => {
      const story = new DutyStory(rule({ attributableLater: later })).then('Started', START);
      for (const day of days) story.then('Visited', `${day}T09:00:00Z`);
      return story.at('2026-03-20')[0];
    };
    expect(visited('2026-03-06')).toMatchObject({ attributable: false });
    expect(visited('2026-03-13')).toMatchObject({ attributable: false });
    expect(visited('2026-03-03', '2026-03-07')).not.toHaveProperty('attributable');
  });

  it('is attributable where the definition does not ask', () => {
    const plain = new DutyStory(dutyRule()).then('Started', START);
    expect(plain.at('2026-03-13')[0]).not.toHaveProperty('attributable');
  });

  it('is the only state that says so', () => {
    expect(started().at('2026-03-05')[0]).not.toHaveProperty('attributable');
    const met = started().then('Done', '2026-03-05');
    expect(met.at('2026-03-20')[0]).not.toHaveProperty('attributable');
  });
});
