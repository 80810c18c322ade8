/**
 * Writes the golden histories of this version: a small region's reports, taken in by the
 * real engine at the instants at which they were sent, with time passing in between, and the
 * saga at its side; once under one version of a pathway, once with a second one and a
 * migration to it in the middle of running handovers, and once with those patients alone who
 * are handed over, with less time for an answer in the second. Run by hand when a version is
 * released: `npm run golden -- 0.1`. What is there stays.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import { EngineModule, HandoverProcess, loadHistory, StafettEngine } from '#engine';
import { readWholeLog, type Position, requireReadable } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { pseudonymOf } from '#exchange';
import { regionReports, type Report } from '../../apps/cli/demo/region/region.js';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const DAY_MS = 86_400_000;
const SECRET = new Uint8Array(32);
const PATHWAY = 'test/pathways/back-pain.yaml';

const [version] = process.argv.slice(2);
if (version === undefined) {
  process.stderr.write('Which version? npm run golden -- 0.1\n');
  process.exit(2);
}
const author = { author: 'golden', reason: version };

/** What is done on a day, counted back from the last, between the reports. */
interface Step {
  readonly daysAgo: number;
  readonly act: (engine: StafettEngine) => Promise<unknown>;
}

const yaml = await readFile(PATHWAY, 'utf8');
const next = Number(/^version: (\d+)$/m.exec(yaml)?.[1]) + 1;
const shorter = yaml
  .replace(/^version: \d+$/m, `version: ${next}`)
  .replaceAll('within: 6 weeks', 'within: 3 weeks');
const published: Step = { daysAgo: 300, act: (engine) => publish(engine, yaml) };
await write('region', [published]);
await write('versions', [
  published,
  { daysAgo: 200, act: (engine) => publish(engine, shorter) },
  { daysAgo: 100, act: (engine) => engine.migratePathway('back-pain', next, author) },
]);

const hastier = yaml
  .replace(/^version: \d+$/m, `version: ${next}`)
  .replaceAll('answer-within: 3 weeks', 'answer-within: 2 weeks');
const TURNS = [
  ...['RedFlagEscalated', 'InformationRequested', 'DischargedToMunicipality'],
  ...['ResponsibilityRefused', 'ResponsibilityWithdrawn'],
];
const isHandedOver = ({ event: { type } }: Report): boolean => TURNS.includes(type);
const whole = regionReports({ seed: 11, now: NOW, patients: 220 });
const handedOver = new Set(whole.filter(isHandedOver).map(({ patient }) => patient));
await write(
  'handovers',
  [
    published,
    { daysAgo: 120, act: (engine) => publish(engine, hastier) },
    { daysAgo: 60, act: (engine) => engine.migratePathway('back-pain', next, author) },
  ],
  whole.filter(({ patient }) => handedOver.has(patient)),
);

async function publish(engine: StafettEngine, text: string): Promise<void> {
  const { status } = await engine.publishDefinition(text, author);
  if (status !== 'published') throw new Error(`${PATHWAY}: ${status}`);
}

async function write(
  name: string,
  steps: readonly Step[],
  reports = regionReports({ seed: 7, now: NOW, patients: 40 }),
): Promise<void> {
  let now = NOW - 300 * DAY_MS;
  const store = await openSqliteEventStore({ file: ':memory:', access: 'write', clock: () => now });
  const context = await NestFactory.createApplicationContext(
    EngineModule.register({ store, clock: () => now }),
    { logger: false },
  );
  const engine = context.get(StafettEngine);
  const saga = new HandoverProcess(store);
  let lastPosition: Position | undefined;
  /** The saga goes on behind every command, as the running server's does. */
  const sendMessages = async (): Promise<void> => {
    for await (const page of readWholeLog(
      store,
      lastPosition === undefined ? {} : { after: lastPosition },
    )) {
      for (const event of requireReadable(page)) {
        if (HandoverProcess.partitionKeyOf(event) !== undefined) await saga.handle(event);
        lastPosition = event.position;
      }
    }
  };
  const waiting = new Map<string, number>();
  const remember = (patient: string, wake: number | undefined): void => {
    if (wake === undefined) waiting.delete(patient);
    else waiting.set(patient, wake);
  };
  const wake = async (patient: string): Promise<void> => {
    await engine.wakePatient(patient);
    await sendMessages();
    remember(patient, (await loadHistory(store, patient)).wake);
  };
  const passUntil = async (instant: number): Promise<void> => {
    for (const [due, at] of [...waiting].sort((a, b) => a[1] - b[1])) {
      if (at > instant) continue;
      now = Math.max(now, at);
      await wake(due);
    }
    now = Math.max(now, instant);
  };
  const known = new Set<string>();
  const left = [...steps];
  for (const { patient, event, sentAt } of reports) {
    for (let step = left[0]; step !== undefined; step = left[0]) {
      const at = NOW - step.daysAgo * DAY_MS;
      if (at > Math.max(now, sentAt)) break;
      left.shift();
      await passUntil(at);
      await step.act(engine);
      // As the loop does after a publication and after a migration.
      for (const each of known) await wake(each);
    }
    await passUntil(sentAt);
    const [system = '', value = ''] = patient.split('|');
    const pseudonym = pseudonymOf(SECRET, system, value);
    known.add(pseudonym);
    remember(pseudonym, (await engine.recordFacts(pseudonym, [event])).nextWakeUp);
    await sendMessages();
  }
  const lines: string[] = [];
  for await (const page of readWholeLog(store))
    lines.push(...page.map((event) => JSON.stringify(event)));
  await context.close();
  await store.close();
  await keep(`test/golden/${name}-${version}.ndjson`, lines);
}

async function keep(file: string, lines: readonly string[]): Promise<void> {
  await mkdir('test/golden', { recursive: true });
  try {
    await writeFile(file, `${lines.join('\n')}\n`, { flag: 'wx' });
    process.stdout.write(`${file}: ${lines.length} events\n`);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    process.stdout.write(`${file} is there and stays as it is\n`);
  }
}
