/** The demo's made-up region: the same in every run, and with stalls worth showing. */
import { describe, expect, it } from '@jest/globals';
import { checkCareEvent, factKey } from '#care-event';
import { parseInstant } from '#calendar';
import { regionReports } from './region.js';

const now = Date.parse('2026-03-01T12:00:00Z');
const reports = regionReports({ seed: 7, now, patients: 350 });
const keys = reports.map(({ event }) => factKey(event));

describe('The made-up region', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(regionReports({ seed: 7, now, patients: 350 })).toEqual(reports);
    expect(regionReports({ seed: 8, now, patients: 350 })).not.toEqual(reports);
  });

  it('reports some hundred patients in several municipalities', () => {
    expect(new Set(reports.map(({ patient }) => patient)).size).toBeGreaterThan(330);
    expect(new Set(reports.map(({ event }) => event.municipality)).size).toBe(3);
    expect(reports.length).toBeGreaterThan(2_000);
  });

  it('reports nothing that the catalogue refuses', () => {
    const faults = reports.flatMap(({ event }) =>
      checkCareEvent(event, []).map(({ path, message }) => `${event.type}${path}: ${message}`),
    );
    expect([...new Set(faults)]).toEqual([]);
  });

  it('reports nothing from the future', () => {
    const instants = reports.map(({ event }) => parseInstant(event.occurredAt) ?? -Infinity);
    expect(Math.max(...instants)).toBeLessThanOrEqual(now);
    expect(Math.max(...reports.map(({ sentAt }) => sentAt))).toBeLessThanOrEqual(now);
  });

  it('says the same when it says something twice', () => {
    const first = new Map<string, unknown>();
    for (const { event } of reports) {
      const known = first.get(factKey(event));
      if (known !== undefined) expect(event).toEqual(known);
      first.set(factKey(event), event);
    }
    expect(first.size).toBeLessThan(keys.length * 0.97);
  });

  it('comes in out of order, late and corrected', () => {
    const late = reports.filter(
      ({ event, sentAt }) => sentAt - Date.parse(event.occurredAt) > 7 * 864e5,
    );
    expect(late.length).toBeGreaterThan(100);
    expect(reports.filter(({ event }) => event.correctionOf !== undefined).length).toBeGreaterThan(
      5,
    );
    const lastOf = new Map<string, string>();
    let inverted = 0;
    for (const { patient, event } of reports) {
      if ((lastOf.get(patient) ?? '') > event.occurredAt) inverted += 1;
      lastOf.set(patient, event.occurredAt);
    }
    expect(inverted).toBeGreaterThan(50);
  });

  it('has onsets known to the instant, the day and the month only', () => {
    const onsets = reports.filter(({ event }) => event.type === 'SymptomOnsetReported');
    const lengths = new Set(onsets.map(({ event }) => Math.min(event.occurredAt.length, 11)));
    expect([...lengths].sort((a, b) => a - b)).toEqual([7, 10, 11]);
  });

  it('leaves some plans, referrals and needs open', () => {
    const with_ = (type: string): Set<string> =>
      new Set(reports.filter(({ event }) => event.type === type).map(({ patient }) => patient));
    expect(with_('RehabPlanAgreed').size).toBeLessThan(with_('FirstContactMade').size * 0.8);
    expect(with_('ReferralAssessed').size).toBeLessThan(with_('ReferralSent').size * 0.8);
    expect(with_('RehabilitationDecided').size).toBeLessThan(
      with_('RehabilitationNeedReported').size * 0.95,
    );
  });

  it('has patients on two pathways at once', () => {
    const of = (type: string): string[] =>
      reports.filter(({ event }) => event.type === type).map(({ patient }) => patient);
    const backs = new Set(of('FirstContactMade'));
    const referred = of('RehabilitationNeedReported').concat(
      reports
        .filter(({ event: { type, data } }) => type === 'ReferralSent' && data['to'] === 'hospital')
        .map(({ patient }) => patient),
    );
    expect(referred.filter((patient) => backs.has(patient)).length).toBeGreaterThan(10);
  });
});
