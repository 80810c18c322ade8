/** `stafett pathway lint`: what is wrong with definitions, and what is doubtful. */
import type { Command } from 'commander';
import type { Problem } from '#pathway';
import {
  definitionFile,
  isScenarios,
  missingDefinition,
  yamlFiles,
} from '../../files/pathway-files.js';
import { readText, textIfThere } from '../../files/text-file.js';
import { examples } from '../../options/examples.js';
import { renderProblems } from '../../render/problems.js';
import type { Session, SessionOf } from '../../session/session.js';
import { EXIT } from '../../terminal/exit-codes.js';

interface LintOptions {
  readonly strict?: boolean;
}

export function addPathwayLint(pathway: Command, sessionOf: SessionOf): void {
  pathway
    .command('lint')
    .argument('<file-or-folder...>', 'definitions or scenarios, YAML, or folders that hold them')
    .summary('check definitions without publishing them')
    .description(
      'Checks definitions and scenarios. Each problem is shown with its file, line and column, what to do\n' +
        'about it, and its code. Errors prevent a definition from being published; warnings point at what\n' +
        'is probably a mistake. Ends with exit code 1 if there are errors. Needs no data folder.',
    )
    .option('--strict', 'fail on warnings too')
    .addHelpText(
      'after',
      examples({
        'check one definition': 'stafett pathway lint fi-back-pain.yaml',
        'check a whole folder, and fail on warnings too':
          'stafett pathway lint deploy/pathways --strict',
        'how often each code occurs':
          "stafett pathway lint *.yaml --json | jq -r '.files[].problems[].code' | sort | uniq -c",
      }),
    )
    .action((files: string[], options: LintOptions) => lint(sessionOf(), files, options));
}

async function lint(
  session: Session,
  names: readonly string[],
  { strict = false }: LintOptions,
): Promise<void> {
  const { lintDefinition } = await import('#pathway-language');
  const files = [];
  for (const file of await yamlFiles(names)) {
    const text = await readText(file);
    const problems = isScenarios(file) ? await lintScenarios(file, text) : lintDefinition(text);
    files.push({ file, problems });
  }
  const all = files.flatMap(({ problems }) => problems);
  const errors = all.filter(({ severity }) => severity === 'error').length;
  const warnings = all.length - errors;
  if (errors > 0 || (strict && warnings > 0)) session.endWith(EXIT.failed);
  await session.answer({ files, errors, warnings }, renderProblems);
}

/** Scenarios mean nothing without their definition, whose own problems are reported when it is checked. */
async function lintScenarios(file: string, text: string): Promise<readonly Problem[]> {
  const { readDefinition, readScenarios } = await import('#pathway-language');
  const beside = definitionFile(file);
  const definition = (await textIfThere(beside)) ?? '';
  const read = readDefinition(definition);
  if ('definition' in read) {
    const scenarios = readScenarios(text, read.definition);
    return 'problems' in scenarios ? scenarios.problems : [];
  }
  return [missingDefinition(beside)];
}
