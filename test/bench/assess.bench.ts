/**
 * The pure core: one patient's facts fed one by one, assessed after each, under a plain
 * definition and under the richest that ships; a long history folded anew; memory.
 */
import { readFileSync } from 'node:fs';
import { Journey, type Definition } from '#pathway';
import { readDefinition } from '#pathway-language';
import { type RecordedFact } from '#care-event';
import { backPainStory, longHistory, richestDefinition } from './back-pain-story.js';
import { percentile, perSecond, report, say, thousands, type Row } from './row.js';

const FACTS = 1_000_000;
const LONG = 500;
const REFOLDS = 400;
const FLAT_MIB = 8;
const MIB = 2 ** 20;

report([plain(), ...rich(), refold()]);

/** The sepsis definition, whose events carry no data. */
function plain(): Row {
  const read = readDefinition(readFileSync('test/pathways/sepsis.yaml', 'utf8'));
  if ('problems' in read) throw new Error(read.problems[0]?.message);
  const { definition } = read;
  const types = [...definition.declared.keys()];
  const facts: RecordedFact[] = Array.from({ length: 15 }, (_, n) => ({
    id: `e${n}`,
    source: 'urn:stafett:bench',
    type: types[n % types.length] ?? '',
    version: 1,
    occurredAt: new Date(Date.UTC(2024, 0, 1, n)).toISOString(),
    sequence: String(n),
    pathway: definition.id,
    data: {},
    recordedAt: Date.UTC(2024, 0, 2),
  }));
  const instants = facts.map(() => Date.UTC(2024, 1, 1));
  say('a plain definition');
  feed(definition, facts, instants, FACTS / 2);
  const { rate, seen } = feed(definition, facts, instants, FACTS);
  return row('assess after every fact, incrementally (sepsis definition)', rate, seen);
}

function rich(): Row[] {
  const definition = richestDefinition();
  const facts = backPainStory();
  const instants = facts.map(({ occurredAt }) => Date.parse(occurredAt));
  say('the richest definition');
  feed(definition, facts, instants, FACTS / 4);
  const before = heapMiB();
  const { rate, seen } = feed(definition, facts, instants, FACTS);
  const grown = Math.round((heapMiB() - before) * 10) / 10;
  return [
    row(`assess after every fact, incrementally (${definition.id})`, rate, seen),
    {
      work: `heap grown over ${thousands(FACTS)} facts assessed so`,
      figure: grown,
      unit: 'MiB',
      target: `flat (< ${FLAT_MIB})`,
      met: grown < FLAT_MIB,
      beside: `${Math.round(before)} MiB before, both after a collection`,
    },
  ];
}

/** A late report of an early day makes a long history fold anew. */
function refold(): Row {
  const definition = richestDefinition();
  const facts = longHistory(LONG);
  const [late, ...rest] = [facts[5], ...facts.slice(0, 5), ...facts.slice(6)];
  if (late === undefined) throw new Error('a history of nothing');
  const at = (facts.at(-1)?.recordedAt ?? 0) + 1;
  const times: number[] = [];
  for (let n = 0; n < REFOLDS; n += 1) {
    const journey = new Journey(definition);
    for (const fact of rest) if (fact !== undefined) journey.add(fact);
    journey.assess(at);
    journey.add(late);
    const startedAt = performance.now();
    journey.assess(at);
    times.push(performance.now() - startedAt);
  }
  const warm = times.slice(REFOLDS / 4);
  const p99 = Math.round(percentile(warm, 0.99) * 100) / 100;
  return {
    work: `history of ${LONG} events folded anew after a late report (${definition.id})`,
    figure: p99,
    unit: 'ms (p99)',
    target: '< 5 ms',
    met: p99 < 5,
    beside: `median ${percentile(warm, 0.5).toFixed(2)} ms of ${warm.length}`,
  };
}

/** Feeds `count` facts, journey after journey, and assesses at its instant after each. */
function feed(
  definition: Definition,
  facts: readonly RecordedFact[],
  instants: readonly number[],
  count: number,
): { readonly rate: number; readonly seen: number } {
  let breached = 0;
  let done = 0;
  const startedAt = performance.now();
  while (done < count) {
    const journey = new Journey(definition);
    for (const [n, fact] of facts.entries()) {
      journey.add(fact);
      const { duties } = journey.assess(instants[n] ?? 0);
      for (const { state } of duties) if (state === 'breached') breached += 1;
    }
    done += facts.length;
  }
  return { rate: perSecond(done, startedAt), seen: breached };
}

function row(work: string, rate: number, breached: number): Row {
  return {
    work,
    figure: rate,
    unit: 'facts/s',
    target: '≥ 200,000',
    met: rate >= 200_000,
    beside: `one core; ${breached > 0 ? 'duties breach on the way' : 'no breach'}`,
  };
}

/** After a full collection; the program is started with `--expose-gc`. */
function heapMiB(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / MIB;
}
