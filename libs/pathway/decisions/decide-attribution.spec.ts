/** A breach in the log says whether its owner is to blame, and is decided anew where that changes. */
import { describe, expect, it } from '@jest/globals';
import { decide } from './decide.js';
import { assessed, DUTY, recorded } from './decide.spec.support.js';

const blamed = assessed({ duties: [{ ...DUTY, state: 'breached' }] });
const excused = assessed({ duties: [{ ...DUTY, state: 'breached', attributable: false }] });

describe('A breach that is not attributable', () => {
  it('says so', () => {
    const [, breach] = decide(excused, []);
    expect(breach).toMatchObject({ type: 'DutyBreached', data: { attributable: false } });
    expect(decide(blamed, [])[1]?.data).not.toHaveProperty('attributable');
    expect(decide(excused, recorded(decide(excused, [])))).toEqual([]);
  });

  it.each([
    ['attributable', excused, blamed],
    ['not-attributable', blamed, excused],
  ] as const)('is taken back and decided anew where it is %s after all', (reason, before, now) => {
    const log = recorded(decide(before, []));
    const decisions = decide(now, log);
    expect(decisions.map(({ type, data }) => [type, data['reason']])).toEqual([
      ['DutyReopened', reason],
      ['DutyBreached', undefined],
    ]);
    expect(decide(now, [...log, ...recorded(decisions)])).toEqual([]);
  });
});
