/** `stafett pathway test`: runs the scenarios of definitions and shows which rules none touches. */
import type { Command } from 'commander';
import { Refused } from '../../terminal/errors.js';
import { examples } from '../../options/examples.js';
import { EXIT } from '../../terminal/exit-codes.js';
import { definitionFiles, scenariosFile } from '../../files/pathway-files.js';
import { renderTests } from '../../render/scenarios.js';
import type { Session, SessionOf } from '../../session/session.js';
import { testDefinition, type TestedPathway } from '../../files/scenario-run.js';

interface TestOptions {
  readonly requireCoverage?: boolean;
}

export function addPathwayTest(pathway: Command, sessionOf: SessionOf): void {
  pathway
    .command('test')
    .argument('<file-or-folder...>', 'definitions, or folders with definitions')
    .summary('run the scenarios of definitions')
    .description(
      'Runs the scenarios that stand beside each definition (back-pain.scenarios.yaml beside\n' +
        'back-pain.yaml) and shows what was expected, what was found and why; then which rules no\n' +
        'scenario touches. Of a folder, the definitions that lie in it. Ends with 1 where\n' +
        'something fails. Needs no data folder.',
    )
    .option('--require-coverage', 'rules that no scenario touches fail too')
    .addHelpText(
      'after',
      examples({
        'run the scenarios of one definition': 'stafett pathway test back-pain.yaml',
        'those of a folder, with every rule touched':
          'stafett pathway test deploy/pathways --require-coverage',
        'what failed, for another program':
          'stafett pathway test back-pain.yaml --json | jq \'.pathways[].scenarios[] | select(.status == "failed")\'',
      }),
    )
    .action((names: string[], options: TestOptions, command: Command) =>
      test(sessionOf(command), names, options),
    );
}

async function test(
  session: Session,
  names: readonly string[],
  { requireCoverage = false }: TestOptions,
): Promise<void> {
  const files = await definitionFiles(names);
  const pathways: TestedPathway[] = [];
  const progress = await session.progress('Running scenarios');
  try {
    for (const file of files) pathways.push(await testDefinition(file, progress, pathways));
  } finally {
    progress.stop();
  }
  const scenarios = pathways.flatMap((tested) => tested.scenarios);
  const failed = scenarios.filter(({ status }) => status === 'failed').length;
  const malformed = pathways.filter(({ problems }) => problems.length > 0).length;
  const untouched = pathways.reduce((sum, one) => sum + (one.coverage?.untouched.length ?? 0), 0);
  if (scenarios.length === 0 && malformed === 0) throw noScenarios(files);
  if (failed + malformed > 0 || (requireCoverage && untouched > 0)) session.endWith(EXIT.failed);
  const passed = scenarios.length - failed;
  await session.answer({ pathways, passed, failed, malformed, untouched }, renderTests);
}

function noScenarios(files: readonly string[]): Refused {
  const [first] = files;
  if (first === undefined) {
    return new Refused('no-scenarios', 'There is no definition (*.yaml) in there.');
  }
  const file = scenariosFile(first);
  const advice =
    file === undefined
      ? 'A definition whose name ends in .yaml has its scenarios beside it.'
      : `Write some beside the definition, in ${file}; see: stafett pathway schema scenarios`;
  return new Refused('no-scenarios', 'There are no scenarios to run.', { advice });
}
