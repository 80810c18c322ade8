/** The pure core: one patient's facts fed one by one, assessed after each. */
import { readFileSync } from 'node:fs';
import { Journey, readDefinition, type RecordedFact } from '#pathway';
import { perSecond, report } from './row.js';

const FACTS = 1_000_000;
const PER_PATIENT = 15;

const read = readDefinition(readFileSync('test/pathways/sepsis.yaml', 'utf8'));
if ('problems' in read) throw new Error(read.problems[0]?.message);
const types = [...read.definition.declared.keys()];
const facts: RecordedFact[] = Array.from({ length: PER_PATIENT }, (_, n) => ({
  id: `e${n}`,
  source: 'urn:stafett:bench',
  type: types[n % types.length] ?? '',
  version: 1,
  occurredAt: new Date(Date.UTC(2024, 0, 1, n)).toISOString(),
  sequence: String(n),
  pathway: read.definition.id,
  data: {},
  recordedAt: Date.UTC(2024, 0, 2),
}));

const at = Date.UTC(2024, 1, 1);
let breached = 0;
let startedAt = performance.now();
for (let done = 0; done < 2 * FACTS; done += PER_PATIENT) {
  // The first half warms up.
  if (done >= FACTS && done < FACTS + PER_PATIENT) startedAt = performance.now();
  const journey = new Journey(read.definition);
  for (const fact of facts) {
    journey.add(fact);
    breached += journey.assess(at).duties.filter(({ state }) => state === 'breached').length;
  }
}
const rate = perSecond(FACTS, startedAt);
report([
  {
    work: 'assess after every fact, incrementally (sepsis definition)',
    figure: rate,
    unit: 'facts/s',
    target: '≥ 200,000',
    met: rate >= 200_000,
    beside: `one core; ${breached > 0 ? 'duties breach on the way' : 'no breach'}`,
  },
]);
