/** `stafett pathway lint`: what is wrong with definitions, and what is doubtful. */
import type { Command } from 'commander';
import { lintDefinition, readDefinition, readScenarios } from '#pathway-language';
import { type Problem } from '#pathway';
import { examples } from '../../options/examples.js';
import { EXIT } from '../../terminal/exit-codes.js';
import {
  definitionFile,
  isScenarios,
  withoutDefinition,
  yamlFiles,
} from '../../files/pathway-files.js';
import type { Page } from '../../terminal/page.js';
import { problemLine } from '../../render/problems.js';
import { counted } from '../../terminal/format.js';
import type { Session, SessionOf } from '../../session/session.js';
import { readText, textIfThere } from '../../files/text-file.js';

interface LintOptions {
  readonly strict?: boolean;
}

interface LintAnswer {
  readonly files: readonly { readonly file: string; readonly problems: readonly Problem[] }[];
  readonly errors: number;
  readonly warnings: number;
}

export function addPathwayLint(pathway: Command, sessionOf: SessionOf): void {
  pathway
    .command('lint')
    .argument('<file-or-folder...>', 'definitions or their scenarios, YAML, or folders with them')
    .summary('check definitions without publishing them')
    .description(
      'Checks definitions and scenarios, and shows each problem with its file, line and column, what\n' +
        'to do, and its code. Errors keep a definition from being published; warnings point at what\n' +
        'is probably not meant. Ends with 1 where there are errors. Needs no data folder.',
    )
    .option('--strict', 'warnings fail too')
    .addHelpText(
      'after',
      examples({
        'check one definition': 'stafett pathway lint back-pain.yaml',
        'check all of a folder, and let nothing pass':
          'stafett pathway lint deploy/pathways --strict',
        'how often each code occurs':
          "stafett pathway lint *.yaml --json | jq -r '.files[].problems[].code' | sort | uniq -c",
      }),
    )
    .action((files: string[], options: LintOptions, command: Command) =>
      lint(sessionOf(command), files, options),
    );
}

async function lint(
  session: Session,
  names: readonly string[],
  { strict = false }: LintOptions,
): Promise<void> {
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
  await session.answer({ files, errors, warnings }, render);
}

/** Scenarios mean nothing without their definition, whose own problems are told when it is checked. */
async function lintScenarios(file: string, text: string): Promise<readonly Problem[]> {
  const beside = definitionFile(file);
  const definition = (await textIfThere(beside)) ?? '';
  const read = readDefinition(definition);
  if ('definition' in read) {
    const scenarios = readScenarios(text, read.definition);
    return 'problems' in scenarios ? scenarios.problems : [];
  }
  return [withoutDefinition(beside)];
}

function render({ files, errors, warnings }: LintAnswer, page: Page): Page {
  for (const { file, problems } of files) {
    for (const problem of problems) page.line(problemLine(file, problem, page));
  }
  if (errors + warnings > 0) page.gap();
  const what = counted(files.length, 'file');
  if (errors + warnings === 0) return page.line(`${what} checked, nothing found.`);
  return page.line(
    `${what} checked: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}.`,
  );
}
