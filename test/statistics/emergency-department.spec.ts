/**
 * A department frozen at 14:00 with 55 of 156 patients still in it (../shared/data/ed-live-snapshot):
 * curves, shares and intervals as R's package survival gives them. Skipped without the data.
 */
import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { aalenJohansen, incidenceAt, kaplanMeier, medianInterval95, quantileOf } from '#statistics';
import { CENSORED, SpellSample } from '#statistics';

const FILE = '../shared/data/ed-live-snapshot/alderaan_daily.csv';
const FROZEN = Date.parse('2025-05-04T14:00:00Z');
const ENDS = ['Discharged', 'Admitted to Hospital', 'Left Without Being Seen'];
const describeWithData = existsSync(FILE) ? describe : describe.skip;
if (!existsSync(FILE)) console.warn(`Skipped: ${FILE} is not there.`);

function stays(): SpellSample {
  const rows = readFileSync(FILE, 'utf8').trim().split('\n').slice(1);
  const steps = rows.map((row) => {
    const [id = '', type = '', time = ''] = row.trim().split(',');
    return { id, type, at: Date.parse(`${time.replace(' ', 'T')}Z`) };
  });
  const sample = new SpellSample(ENDS.length);
  for (const own of Map.groupBy(steps, ({ id }) => id).values()) {
    const start = Math.min(...own.map(({ at }) => at));
    const end = own.find(({ type }) => ENDS.includes(type));
    const cause = end === undefined ? CENSORED : ENDS.indexOf(end.type) + 1;
    sample.add(((end?.at ?? FROZEN) - start) / 1000, cause);
  }
  return sample;
}

describeWithData('An emergency department frozen in the afternoon', () => {
  it('keeps half of its patients for three hours and four minutes', () => {
    const curve = kaplanMeier(stays());
    expect(curve).toMatchObject({ n: 156, events: 101, censored: 55 });
    expect(quantileOf(curve, 0.5)).toBe(11_040);
    expect(medianInterval95(curve)).toEqual([10_740, 11_460]);
  });

  it('has sent home four in five by four hours', () => {
    const { none, incidence } = incidenceAt(aalenJohansen(stays()), 4 * 3600);
    const all = [none, ...incidence];
    [0.0236813647669971, 0.803570810493273, 0.166125308183438, 0.00662251655629139].forEach(
      (share, i) => expect(all[i]!.share).toBeCloseTo(share, 12),
    );
    [0.0163485037725, 0.0395200478089, 0.0369255733238, 0.00660055126674].forEach((error, i) =>
      expect(all[i]!.standardError).toBeCloseTo(error, 10),
    );
  });
});
