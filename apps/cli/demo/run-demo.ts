/** The demo from an empty folder to the stall list; tests run it as users do. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { textsOf } from '#pathway';
import { readAndLint } from '#pathway-language';
import { builtInConfiguration, openWriter } from '../../composition/index.js';
import { serve, type Served } from '../../server/serve.js';
import { titlesOf, type Titles } from '../render/titles.js';
import { Session } from '../session/session.js';
import { Refused, reportError } from '../terminal/errors.js';
import { EXIT } from '../terminal/exit-codes.js';
import { counted } from '../terminal/format.js';
import type { Io } from '../terminal/io.js';
import { startStore, type DemoStore } from './demo-store.js';
import { readOptions, type DemoOptions } from './options.js';
import { RegionClock } from './region/region-clock.js';
import { ORGANISATIONS } from './region/municipalities.js';
import { regionReports, type Report } from './region/region.js';
import { sendReports } from './sender.js';
import { showRegion } from './show-region.js';

const PATHWAYS = ['fi-back-pain', 'no-specialist-referral', 'no-municipal-rehabilitation'];
const DEFINITIONS = new URL('../../../../deploy/pathways/', import.meta.url);

export async function runDemo(argv: readonly string[], io: Io): Promise<number> {
  try {
    const options = readOptions(argv, io);
    const folder = await newFolder(options);
    try {
      await demo(folder, options, io);
    } finally {
      // What it printed can be run afterwards.
      if (options.keep === undefined && !options.once)
        await rm(folder, { recursive: true, force: true });
    }
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
    return reportError(error, io, false);
  }
}

async function newFolder({ keep }: DemoOptions): Promise<string> {
  if (keep === undefined) return mkdtemp(join(tmpdir(), 'stafett-demo-'));
  if (!existsSync(keep)) return keep;
  throw new Refused('file-exists', `${keep} already exists.`, {
    advice: 'The demo needs a new folder: choose another name.',
  });
}

async function demo(folder: string, options: DemoOptions, io: Io): Promise<void> {
  const store = await startStore(options.store, folder);
  try {
    await demoOn(folder, options, { io, store });
  } finally {
    await store.stop();
  }
}

interface Surroundings {
  readonly io: Io;
  readonly store: DemoStore;
}

async function demoOn(
  folder: string,
  options: DemoOptions,
  { io, store }: Surroundings,
): Promise<void> {
  const { places } = store;
  const configuration = builtInConfiguration({ data: folder }, places);
  const session = new Session(io, configuration, {}, { code: EXIT.done });
  const reports = regionReports({ ...options, now: Date.now() });
  const clock = new RegionClock(reports[0]?.sentAt ?? Date.now());
  const titles = await publish(session, clock);
  const server = await serve(session.installation, { port: options.port, clock: clock.now });
  try {
    if (store.remark !== undefined) session.line(store.remark);
    session.line(`Serving a new data folder, ${folder}, on ${server.url}.`);
    await send(session, server, reports, clock);
    await showRegion(
      session,
      { url: server.url, served: !options.once, kept: !options.once || places === undefined },
      titles,
    );
    if (options.once) {
      session.line(store.end(folder));
      return;
    }
    const end = options.keep === undefined ? '; the data folder is then deleted' : '';
    session.line(`Serving until you press Ctrl-C${end}.`);
    const failure = await Promise.race([server.failed, io.stopAsked()]);
    session.note('Stopping.');
    if (failure instanceof Error) throw failure;
  } finally {
    await server.close();
  }
}

/** What the region's organisations are called, by id. */
const NAMES = Object.fromEntries(ORGANISATIONS.map(({ id, name }) => [id, name]));

/** Who provides which service, and what should happen. @returns the titles by pathway */
async function publish(session: Session, clock: RegionClock): Promise<ReadonlyMap<string, Titles>> {
  const by = { author: 'demo', reason: 'first version' };
  const writer = await openWriter(session.installation, { holder: 'the demo', clock: clock.now });
  const titles = new Map<string, Titles>();
  try {
    const { status } = await writer.engine.importOrganisations(ORGANISATIONS, by);
    if (status === 'refused') throw new Error('The organisations of the region were refused.');
    for (const pathway of PATHWAYS) {
      const yaml = await readFile(new URL(`${pathway}.yaml`, DEFINITIONS), 'utf8');
      const linted = readAndLint(yaml);
      const publication = await writer.engine.publishDefinition(yaml, by, linted);
      if (publication.status === 'refused' || linted.definition === undefined)
        throw new Error(`${pathway} was refused.`);
      titles.set(pathway, titlesOf(textsOf(linted.definition, session.languages), NAMES));
    }
  } finally {
    await writer.close();
  }
  return titles;
}

async function send(
  session: Session,
  server: Served,
  reports: readonly Report[],
  clock: RegionClock,
): Promise<void> {
  const progress = await session.progress('Sending the region’s reports');
  const sent = await sendReports({
    url: server.url,
    reports,
    onSend: ({ sentAt }, done) => {
      clock.advanceTo(sentAt);
      progress.update({ done, unit: 'reports', share: done / reports.length });
    },
  }).finally(() => progress.stop());
  clock.goLive();
  const [refusal] = sent.refused;
  if (refusal !== undefined) {
    throw new Refused(
      'refused',
      `The server refused ${counted(sent.refused.length, 'report')}; the first was ${refusal}`,
    );
  }
  session.line(
    `Sent eight months of reports in a few seconds: ${counted(sent.accepted, 'report')} accepted; ` +
      `${counted(sent.repeated, 'report')} came twice and changed nothing.`,
  );
}
