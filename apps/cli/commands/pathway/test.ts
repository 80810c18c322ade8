/** `stafett pathway test`: runs the scenarios of definitions and shows which rules none of them touches. */
import type { Command } from 'commander';
import { definitionFiles, scenariosFile } from '../../files/pathway-files.js';
import type { PathwayTestRun } from '../../files/scenario-run.js';
import { examples } from '../../options/examples.js';
import { renderTests } from '../../render/scenarios.js';
import type { Session, SessionOf } from '../../session/session.js';
import { Refused } from '../../terminal/errors.js';
import { EXIT } from '../../terminal/exit-codes.js';

interface TestOptions {
  readonly requireCoverage?: boolean;
}

export function addPathwayTest(pathway: Command, sessionOf: SessionOf): void {
  pathway
    .command('test')
    .argument('<file-or-folder...>', 'definitions, or folders that hold definitions')
    .summary('run the scenarios of definitions')
    .description(
      'Runs the scenarios beside each definition (fi-back-pain.scenarios.yaml beside fi-back-pain.yaml) and\n' +
        'shows what was expected, what was found and why, and then which rules no scenario touches. For a\n' +
        'folder, runs those of every definition in it. Ends with exit code 1 if anything fails. Needs no\n' +
        'data folder.',
    )
    .option('--require-coverage', 'fail if there are rules that no scenario touches')
    .addHelpText(
      'after',
      examples({
        'run the scenarios of one definition': 'stafett pathway test fi-back-pain.yaml',
        'run those of a folder, and require every rule to be touched':
          'stafett pathway test deploy/pathways --require-coverage',
        'which scenarios failed, for another program':
          'stafett pathway test fi-back-pain.yaml --json | jq \'.pathways[].scenarios[] | select(.status == "failed")\'',
      }),
    )
    .action((names: string[], options: TestOptions) => test(sessionOf(), names, options));
}

async function test(
  session: Session,
  names: readonly string[],
  { requireCoverage = false }: TestOptions,
): Promise<void> {
  const { testDefinition } = await import('../../files/scenario-run.js');
  const files = await definitionFiles(names);
  const pathways: PathwayTestRun[] = [];
  const progress = await session.progress('Running scenarios');
  try {
    for (const file of files) pathways.push(await testDefinition(file, progress, pathways));
  } finally {
    progress.stop();
  }
  const scenarios = pathways.flatMap((run) => run.scenarios);
  const failed = scenarios.filter(({ status }) => status === 'failed').length;
  const malformed = pathways.filter(({ problems }) => problems.length > 0).length;
  const untouched = pathways.reduce((sum, run) => sum + (run.coverage?.untouched.length ?? 0), 0);
  if (scenarios.length === 0 && malformed === 0) throw noScenarios(files);
  if (failed + malformed > 0 || (requireCoverage && untouched > 0)) session.endWith(EXIT.failed);
  const passed = scenarios.length - failed;
  await session.answer({ pathways, passed, failed, malformed, untouched }, renderTests);
}

function noScenarios(files: readonly string[]): Refused {
  const [first] = files;
  if (first === undefined) {
    return new Refused('no-scenarios', 'There are no definitions (*.yaml) in that folder.');
  }
  const file = scenariosFile(first);
  const advice =
    file === undefined
      ? 'Only a definition whose name ends in .yaml can have scenarios beside it.'
      : `Write some in ${file}, beside the definition. Their format: stafett pathway schema scenarios`;
  return new Refused('no-scenarios', 'There are no scenarios to run.', { advice });
}
