/** `stafett pathway schema`: the JSON Schema that editors use for completion and explanations. */
import { Argument, type Command } from 'commander';
import { examples } from '../../options/examples.js';
import type { SessionOf } from '../../session/session.js';

export function addPathwaySchema(pathway: Command, sessionOf: SessionOf): void {
  pathway
    .command('schema')
    .addArgument(
      new Argument('[of]', 'which schema: of definitions (pathway) or of scenarios')
        .choices(['pathway', 'scenarios'])
        .default('pathway'),
    )
    .summary('print the JSON Schema of definitions or scenarios')
    .description(
      'Prints the JSON Schema of definitions or of scenarios, which editors use to complete and explain\n' +
        'as you type. Needs no data folder.',
    )
    .addHelpText(
      'after',
      examples({
        'save the schema of definitions beside them':
          'stafett pathway schema > pathway.schema.json',
        'and that of scenarios': 'stafett pathway schema scenarios > scenarios.schema.json',
        'the first line of a definition, for editors with the YAML language server':
          'echo "# yaml-language-server: \\$schema=pathway.schema.json"',
      }),
    )
    .action(async (of: 'pathway' | 'scenarios') => {
      const { definitionSchema, scenariosSchema } = await import('#pathway-language');
      const schema = of === 'pathway' ? definitionSchema : scenariosSchema;
      // The answer is JSON with and without --json.
      sessionOf().line(JSON.stringify(schema, null, 2));
    });
}
