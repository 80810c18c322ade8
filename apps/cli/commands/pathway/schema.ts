/** `stafett pathway schema`: the JSON Schema from which editors complete and explain. */
import { Argument, type Command } from 'commander';
import { definitionSchema, scenariosSchema } from '#pathway-language';
import { examples } from '../../options/examples.js';
import type { SessionOf } from '../../session/session.js';

const SCHEMAS = { pathway: definitionSchema, scenarios: scenariosSchema } as const;

export function addPathwaySchema(pathway: Command, sessionOf: SessionOf): void {
  pathway
    .command('schema')
    .addArgument(
      new Argument('[of]', 'whose: that of definitions or that of scenarios')
        .choices(Object.keys(SCHEMAS))
        .default('pathway'),
    )
    .summary('print the JSON Schema of definitions or scenarios')
    .description(
      'Prints the JSON Schema of definitions or of scenarios, from which editors complete and\n' +
        'explain while you write. Needs no data folder.',
    )
    .addHelpText(
      'after',
      examples({
        'keep the schema of definitions beside them':
          'stafett pathway schema > pathway.schema.json',
        'and that of scenarios': 'stafett pathway schema scenarios > scenarios.schema.json',
        'the first line of a definition, for editors with the YAML language server':
          'echo "# yaml-language-server: \\$schema=pathway.schema.json"',
      }),
    )
    .action((of: keyof typeof SCHEMAS, _options: unknown, command: Command) => {
      // The answer is JSON in either case, with --json and without.
      sessionOf(command).line(JSON.stringify(SCHEMAS[of], null, 2));
    });
}
