/**
 * `stafett parked retry` and `discard`: let a parked sequence go. One process writes to a
 * folder, so beside a running server the wish goes to the server.
 */
import { Option, type Command } from 'commander';
import { StoreLocked } from '#event-store';
import { PROCESSORS, type Processor } from '#care-event';
import type { ParkedRecord, ReleasedParked } from '#engine';
import { authorOf } from '../../options/author.js';
import { Refused } from '../../terminal/errors.js';
import { examples } from '../../options/examples.js';
import { askServer, serverUrl } from '../../session/server-client.js';
import type { Session, SessionOf } from '../../session/session.js';

interface ReleaseOptions {
  readonly processor?: Processor;
  readonly author?: string;
  readonly reason: string;
  readonly server?: URL;
}

interface Wish {
  readonly kind: 'retry' | 'discard';
  /** As it was given. */
  readonly patient: string;
  readonly processor?: Processor;
  readonly author: string;
  readonly reason: string;
}

/** @param parked the command `stafett parked` */
export function addParkedRetry(parked: Command, sessionOf: SessionOf): void {
  const command = parked
    .command('retry')
    .summary('have a parked sequence tried again')
    .description(
      'Has a parked sequence tried again, from the event on that could not be worked on through all\n' +
        'that followed it, in order. If it fails again it is parked again, as another attempt. Do it\n' +
        'after the cause was mended, such as by a newer version of the program.',
    );
  addRelease(command, 'retry', sessionOf, 'mended in 0.2.1');
}

/** @param parked the command `stafett parked` */
export function addParkedDiscard(parked: Command, sessionOf: SessionOf): void {
  const command = parked
    .command('discard')
    .summary('give a parked event up and go on behind it')
    .description(
      'Gives the event up that a sequence is parked at, for this piece of work and for good: what should\n' +
        'have followed from it does not. The sequence goes on behind it. The event itself stays in the\n' +
        'log and in every figure. See first what it is: stafett parked show PATIENT.',
    );
  addRelease(command, 'discard', sessionOf, 'told by telephone, see case 17');
}

function addRelease(
  command: Command,
  kind: Wish['kind'],
  sessionOf: SessionOf,
  reason: string,
): void {
  command
    .argument('<patient>', 'pseudonym, or "system|value"')
    .addOption(
      new Option(
        '--processor <name>',
        'for which piece of work (default: the one that it is parked for)',
      ).choices(PROCESSORS),
    )
    .option('--author <name>', 'who decided it (default: who is logged in)')
    .requiredOption('--reason <text>', 'why, for those who read the log later')
    .addOption(
      new Option('--server <url>', 'through the server that runs on this folder').argParser(
        serverUrl,
      ),
    )
    .addHelpText(
      'after',
      examples({
        'while nothing runs on the folder': `stafett parked ${kind} p2f6… --reason "${reason}"`,
        'beside a running server': `stafett parked ${kind} p2f6… --author "A. Berg" --reason "${reason}" --server http://127.0.0.1:8080`,
      }),
    )
    .action(async (patient: string, options: ReleaseOptions, self: Command) => {
      const { processor, author, reason: why, server } = options;
      const wish: Wish = {
        ...{ kind, patient, author: authorOf(author), reason: why },
        ...(processor === undefined ? {} : { processor }),
      };
      const session = sessionOf(self);
      const answer =
        server === undefined ? await inFolder(session, wish) : await overHttp(server, wish);
      await session.answer(answer, (told, page) =>
        page
          .line(words(told, server !== undefined))
          .line(page.tone('dim', `position ${told.position}`)),
      );
    });
}

async function inFolder(session: Session, wish: Wish): Promise<ReleasedParked> {
  const { requireFolder } = await import('../../session/open-folder.js');
  requireFolder(session.folder);
  const { ShowParked } = await import('#engine');
  const { openWriter } = await import('../../../composition/index.js');
  const { readPatient } = await import('#exchange');
  const holder = `stafett parked ${wish.kind}`;
  const writer = await openWriter(session.folder, { holder }).catch(throughServer);
  try {
    const patient = readPatient(wish.patient, writer.secret);
    const processor =
      wish.processor ?? theOne(await writer.queries.execute(new ShowParked(patient)));
    const released =
      wish.kind === 'retry'
        ? await writer.engine.retryParked(processor, patient, wish)
        : await writer.engine.discardParked(processor, patient, wish);
    if (released.status !== 'refused') return released;
    throw new Refused(released.code, released.message);
  } finally {
    await writer.close();
  }
}

async function overHttp(server: URL, wish: Wish): Promise<ReleasedParked> {
  const { kind, patient, author, reason } = wish;
  const path = `/parked/${encodeURIComponent(patient)}`;
  const processor = wish.processor ?? theOne(await askServer<ParkedRecord>(server, path));
  return askServer(server, `${path}/${kind}`, { processor, author, reason });
}

function throughServer(error: unknown): never {
  if (!(error instanceof StoreLocked)) throw error;
  throw new Refused(error.code, error.message, {
    advice:
      'If that is a server, have it do this: add --server http://127.0.0.1:8080 (its address).',
  });
}

function theOne({ patient, parkedFor }: ParkedRecord): Processor {
  const [first, second] = parkedFor;
  if (first === undefined) {
    throw new Refused('not-parked', `Nothing of patient ${patient} is parked now.`, {
      advice: 'What was, and who let it go: stafett parked show PATIENT',
    });
  }
  if (second === undefined) return first;
  throw new Refused('processor-needed', `It is parked for ${parkedFor.join(' and ')}.`, {
    advice: `Say for which: --processor ${first}`,
  });
}

function words({ status, processor, parked }: ReleasedParked, runs: boolean): string {
  const what = `what was parked for ${processor} at position ${parked}`;
  if (status === 'repeated') return `You had done that already; nothing changed for ${what}.`;
  const goesOn = runs ? 'The server works it off now.' : 'The server works it off when it starts.';
  if (status === 'retried') return `To be tried again: ${what}. ${goesOn}`;
  return `Given up: ${what}. ${goesOn}`;
}
