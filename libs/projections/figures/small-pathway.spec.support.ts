/** A small pathway with a duty, two stages and four types, for the figures' tests. */
export const DEFINITION = `
pathway: test
version: 1
zone: Europe/Oslo
services:
  gp: { level: municipal }
  hospital: { level: specialist }
events:
  Referred: { publisher: doctor at the practice }
  Seen: { publisher: hospital desk }
  Treated: {}
  Died: {}
entry: any
closes: [Treated, Died]
stages:
  - { id: waiting, holder: gp, expected-p90: 10 days }
  - { id: in-care, holder: hospital, opens: Seen }
duties:
  - { id: seen-in-time, from: Referred, until: Seen, within: 7 days, owner: hospital }
`;
/** An instant in January 2026 in Oslo. */
export const OSLO = (day: number, time = '10:00:00') =>
  `2026-01-${String(day).padStart(2, '0')}T${time}+01:00`;
export const DAY = 86_400;
