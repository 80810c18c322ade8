/** The option of every command that writes: going on with a log that has lost events. */
import { Option } from 'commander';

export function acceptLossOption(): Option {
  return new Option(
    '--accept-loss',
    'go on if events of the log were lost, and record that in the log (see docs/operators.md)',
  );
}
