/** `stafett asyncapi`: what goes through Kafka, as AsyncAPI 3. */
import type { Command } from 'commander';
import { examples } from '../options/examples.js';
import type { Session, SessionOf } from '../session/session.js';

export function addAsyncApi(program: Command, sessionOf: SessionOf): void {
  program
    .command('asyncapi')
    .summary('print what goes through Kafka, as AsyncAPI 3')
    .description(
      'Prints an AsyncAPI 3 document as JSON: every message that is taken in and sent, from the catalogue of\n' +
        'care events, with the topics of kafka.yaml. A running server has the same at /asyncapi.json.',
    )
    .option('--kafka <file>', 'the file with the topics (default: kafka.yaml in the data folder)')
    .addHelpText(
      'after',
      examples({
        'for a generator of clients': 'stafett asyncapi > asyncapi.json',
        'with the topics of another file': 'stafett asyncapi --kafka /etc/stafett/kafka.yaml',
      }),
    )
    .action(() => print(sessionOf()));
}

async function print(session: Session): Promise<void> {
  const { kafkaSettings } = await import('../session/kafka-settings.js');
  const { asyncApiDocument } = await import('../../composition/schemas/async-api.js');
  const { stafettVersion } = await import('../../composition/version.js');
  const document = asyncApiDocument(await kafkaSettings(session), stafettVersion());
  session.line(JSON.stringify(document, null, 2));
}
