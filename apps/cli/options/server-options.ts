/** The settings of the server as flags: `serve` takes them, and `config` shows what they lead to. */
import { Option, type Command } from 'commander';
import { wholeNumber } from './values.js';

export function addServerOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--port <number>',
        'port to listen on; 0 picks a free one (default: 8080, env: STAFETT_PORT)',
      ).argParser(wholeNumber(0, 65_535)),
    )
    .option(
      '--host <address>',
      'address to listen on: 127.0.0.1, ::1 or localhost (default: 127.0.0.1, env: STAFETT_HOST)',
    )
    .option(
      '--delivery <file>',
      'which services have messages pushed to them, and where (default: delivery.yaml in the data folder, if it exists, env: STAFETT_DELIVERY)',
    )
    .option(
      '--kafka <file>',
      'which Kafka topics are read and written (default: kafka.yaml in the data folder, if it exists, env: STAFETT_KAFKA)',
    )
    .addOption(
      new Option(
        '--grace-period <seconds>',
        'how long requests under way may take when the server is asked to stop (default: 10, env: STAFETT_GRACE_PERIOD)',
      ).argParser(wholeNumber(0, 3_600)),
    )
    .option(
      '--log-level <level>',
      'how much is logged: fatal, error, warn, log or debug (default: warn, env: STAFETT_LOG_LEVEL)',
    );
}
