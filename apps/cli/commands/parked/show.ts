/** `stafett parked show`: everything that was ever parked for one patient, and what became of it. */
import type { Command } from 'commander';
import { examples } from '../../options/examples.js';
import { renderParked } from '../../render/parked.js';
import { isRecordName, renderSetAside } from '../../render/set-aside.js';
import { withFolder } from '../../session/folder-access.js';
import { Refused } from '../../terminal/errors.js';
import type { Session, SessionOf } from '../../session/session.js';

interface ShowOptions {
  readonly withData?: boolean;
}

/** @param parked the command `stafett parked` */
export function addParkedShow(parked: Command, sessionOf: SessionOf): void {
  parked
    .command('show')
    .argument('<patient>', 'pseudonym, "system|value", or a record: kafka:TOPIC/PARTITION/OFFSET')
    .summary('what was parked for one patient, and what became of it')
    .description(
      'Shows everything that was ever parked for one patient: the events that could not be processed, why\n' +
        'and since when, and who retried or discarded them, when and why. What the events contain is shown\n' +
        'only with --with-data, because it is health data.',
    )
    .option('--with-data', 'also show what the events contain')
    .addHelpText(
      'after',
      examples({
        'the record of one patient': 'stafett parked show p2f6…',
        'a record from Kafka': 'stafett parked show kafka:care-events/0/4711',
        'including what the events contain': 'stafett parked show p2f6… --with-data',
      }),
    )
    .action((patient: string, options: ShowOptions) => show(sessionOf(), patient, options));
}

async function show(
  session: Session,
  patient: string,
  { withData = false }: ShowOptions,
): Promise<void> {
  await withFolder(session, { kind: 'log' }, async (folder) => {
    if (!isRecordName(patient)) {
      await session.answer(await folder.ask('parkedRecord', { patient, withData }), renderParked);
      return;
    }
    const record = await folder.ask('setAsideRecord', { record: patient, withData });
    if (record === null) throw new Refused('not-set-aside', `${patient} is not set aside.`);
    await session.answer(record, renderSetAside);
  });
}
