/** The demo from an empty folder to the stall list; tests run it as users do. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError, Option } from 'commander';
import { openWriter } from '../../composition/index.js';
import { serve, type Served } from '../../server/serve.js';
import { Refused, reportError } from '../terminal/errors.js';
import { EXIT } from '../terminal/exit-codes.js';
import type { Io } from '../terminal/io.js';
import { counted } from '../terminal/format.js';
import { Session } from '../session/session.js';
import { wholeNumber } from '../options/values.js';
import { RegionClock } from './region/region-clock.js';
import { regionReports, type Report } from './region/region.js';
import { sendReports } from './sender.js';
import { showRegion } from './show-region.js';

const DEFINITION = fileURLToPath(
  new URL('../../../../deploy/pathways/back-pain.yaml', import.meta.url),
);

interface DemoOptions {
  readonly once: boolean;
  readonly seed: number;
  readonly patients: number;
  readonly port: number;
}

export async function runDemo(argv: readonly string[], io: Io): Promise<number> {
  try {
    const options = readOptions(argv, io);
    const folder = await mkdtemp(join(tmpdir(), 'stafett-demo-'));
    try {
      await demo(folder, options, io);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
    return reportError(error, io, false);
  }
}

function readOptions(argv: readonly string[], io: Io): DemoOptions {
  const number = (flags: string, what: string, byDefault: number, most: number): Option =>
    new Option(flags, what).default(byDefault).argParser(wholeNumber(0, most));
  return new Command('npm run demo --')
    .description('A made-up region with back pain, from nothing to the list of stalls.')
    .option('--once', 'end after printing, instead of serving until Ctrl-C', false)
    .addOption(number('--seed <n>', 'another seed, another region', 1, 4_294_967_295))
    .addOption(number('--patients <n>', 'how many patients', 350, 20_000))
    .addOption(number('--port <n>', 'port of the server; 0 picks a free one', 0, 65_535))
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      outputError: () => undefined,
    })
    .parse(argv, { from: 'user' })
    .opts<DemoOptions>();
}

async function demo(folder: string, options: DemoOptions, io: Io): Promise<void> {
  const session = new Session(
    io,
    { data: folder, json: false, quiet: false, color: true },
    { code: EXIT.done },
  );
  const reports = regionReports({ ...options, now: Date.now() });
  const clock = new RegionClock(reports[0]?.sentAt ?? Date.now());
  await publish(folder, clock);
  const server = await serve(folder, { port: options.port, clock: clock.now });
  try {
    session.line(`A fresh data folder, ${folder}, served on ${server.url}.`);
    await send(session, server, reports, clock);
    await showRegion(session, server.url);
    if (options.once) return;
    session.line('Serving until Ctrl-C; the data folder is removed then.');
    const failure = await Promise.race([server.failed, io.stopAsked()]);
    session.remark('Stopping.');
    if (failure instanceof Error) throw failure;
  } finally {
    await server.close();
  }
}

async function publish(folder: string, clock: RegionClock): Promise<void> {
  const writer = await openWriter(folder, { clock: clock.now, holder: 'the demo' });
  try {
    const publication = await writer.engine.publishDefinition(await readFile(DEFINITION, 'utf8'), {
      author: 'demo',
      reason: 'first version',
    });
    if (publication.status === 'refused') throw new Error(`${DEFINITION} was refused.`);
  } finally {
    await writer.close();
  }
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
      `The server refused ${counted(sent.refused.length, 'report')}, such as ${refusal}`,
    );
  }
  session.line(
    `${counted(sent.accepted, 'report')} of its patients came in over eight months, run through in seconds; ` +
      `${counted(sent.repeated, 'report')} came twice and changed nothing.`,
  );
}
