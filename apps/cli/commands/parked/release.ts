/**
 * `stafett parked retry` and `discard`: release a parked sequence. Only one process writes to a
 * folder, so if a server is running, the request goes to the server.
 */
import { Option, type Command } from 'commander';
import { PROCESSORS, type Processor } from '#care-event';
import type { ParkedRecord, ReleasedParked } from '#engine';
import { acceptLossOption } from '../../options/accept-loss.js';
import { authorOf } from '../../options/author.js';
import { examples } from '../../options/examples.js';
import { given, serverUrl } from '../../options/values.js';
import { renderRelease } from '../../render/parked.js';
import { requestServer } from '../../session/server-client.js';
import type { Session, SessionOf } from '../../session/session.js';
import { Refused } from '../../terminal/errors.js';

interface ReleaseOptions {
  readonly processor?: Processor;
  readonly author?: string;
  readonly reason: string;
  readonly server?: URL;
}

interface ReleaseRequest {
  readonly kind: 'retry' | 'discard';
  /** As it was given: pseudonym, or `system|value`. */
  readonly patient: string;
  readonly processor?: Processor;
  readonly author: string;
  readonly reason: string;
}

/** @param parked the command `stafett parked` */
export function addParkedRetry(parked: Command, sessionOf: SessionOf): void {
  const command = parked
    .command('retry')
    .summary('try a parked sequence again')
    .description(
      'Tries a parked sequence again, in order, starting with the event that could not be processed. If\n' +
        'that fails again, the sequence is parked again, as another attempt. Use it once the cause has been\n' +
        'fixed, for example by a newer version of the program.',
    );
  addRelease(command, 'retry', sessionOf, 'fixed in 0.2.1');
}

/** @param parked the command `stafett parked` */
export function addParkedDiscard(parked: Command, sessionOf: SessionOf): void {
  const command = parked
    .command('discard')
    .summary('skip a parked event and continue after it')
    .description(
      'Skips the event at which a sequence is parked, for this processor and for good: what should have\n' +
        'followed from it will not happen. The sequence continues after it. The event itself stays in the\n' +
        'log and in every figure. First look at what it is: stafett parked show PATIENT.',
    );
  addRelease(command, 'discard', sessionOf, 'informed by telephone, see case 17');
}

function addRelease(
  command: Command,
  kind: ReleaseRequest['kind'],
  sessionOf: SessionOf,
  reason: string,
): void {
  command
    .argument('<patient>', 'pseudonym, or "system|value"')
    .addOption(
      new Option(
        '--processor <name>',
        'parked for which processor (needed only if there are several)',
      ).choices(PROCESSORS),
    )
    .option('--author <name>', 'who decided this (default: the logged-in user)')
    .addOption(acceptLossOption())
    .requiredOption('--reason <text>', 'why, for those who read the log later')
    .addOption(
      new Option('--server <url>', 'ask the server that is running on this folder').argParser(
        serverUrl,
      ),
    )
    .addHelpText(
      'after',
      examples({
        'if no server is running': `stafett parked ${kind} p2f6… --reason "${reason}"`,
        'if a server is running': `stafett parked ${kind} p2f6… --author "A. Berg" --reason "${reason}" --server http://127.0.0.1:8080`,
      }),
    )
    .action(async (patient: string, options: ReleaseOptions) => {
      const { processor, reason: why, server } = options;
      const request: ReleaseRequest = {
        ...{ kind, patient, author: authorOf(options.author), reason: why },
        ...given({ processor }),
      };
      const session = sessionOf();
      const answer = await (server === undefined
        ? releaseInFolder(session, request)
        : releaseOnServer(server, request));
      await session.answer(answer, (page, released) =>
        renderRelease(page, released, server !== undefined),
      );
    });
}

async function releaseInFolder(session: Session, request: ReleaseRequest): Promise<ReleasedParked> {
  session.requireFolder();
  const { readPatient } = await import('#exchange');
  const { ShowParked } = await import('../../session/parked-queries.js');
  const { withWriter } = await import('../../session/write-folder.js');
  return withWriter(session, { command: `stafett parked ${request.kind}` }, async (writer) => {
    const { engine, queries, secret } = writer;
    const patient = readPatient(request.patient, secret);
    const processor =
      request.processor ?? onlyProcessor(await queries.execute(new ShowParked(patient)));
    const released =
      request.kind === 'retry'
        ? await engine.retryParked(processor, patient, request)
        : await engine.discardParked(processor, patient, request);
    if (released.status !== 'refused') return released;
    throw new Refused(released.code, released.message);
  }).catch(adviseServer);
}

async function releaseOnServer(server: URL, request: ReleaseRequest): Promise<ReleasedParked> {
  const { kind, patient, author, reason } = request;
  const path = `/parked/${encodeURIComponent(patient)}`;
  const processor =
    request.processor ?? onlyProcessor(await requestServer<ParkedRecord>(server, path));
  return requestServer(server, `${path}/${kind}`, { processor, author, reason });
}

function adviseServer(error: unknown): never {
  if (!(error instanceof Error && 'code' in error && error.code === 'store-locked')) throw error;
  throw new Refused(error.code, error.message, {
    advice:
      'If that is a server, send the request to it: add --server http://127.0.0.1:8080 (its address).',
  });
}

function onlyProcessor({ patient, parkedFor }: ParkedRecord): Processor {
  const [first, second] = parkedFor;
  if (first === undefined) {
    throw new Refused('not-parked', `Nothing is parked for patient ${patient} now.`, {
      advice: 'To see what was, and who released it: stafett parked show PATIENT',
    });
  }
  if (second === undefined) return first;
  throw new Refused(
    'processor-needed',
    `It is parked for several processors: ${parkedFor.join(', ')}.`,
    {
      advice: `Say which one: --processor ${first}`,
    },
  );
}
