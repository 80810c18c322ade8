/** `stafett pathway`: the commands for those who write and publish pathway definitions. */
import type { Command } from 'commander';
import type { AddCommand, SessionOf } from '../../session/session.js';
import { addPathwayLint } from './lint.js';
import { addPathwayList } from './list.js';
import { addPathwayMigrate } from './migrate.js';
import { addPathwayPublish } from './publish.js';
import { addPathwaySchema } from './schema.js';
import { addPathwayShow } from './show.js';
import { addPathwayTest } from './test.js';

/** In the order in which an author needs them. */
const COMMANDS: readonly AddCommand[] = [
  addPathwayLint,
  addPathwayTest,
  addPathwayShow,
  addPathwaySchema,
  addPathwayPublish,
  addPathwayList,
  addPathwayMigrate,
];

export function addPathway(program: Command, sessionOf: SessionOf): void {
  const pathway = program
    .command('pathway')
    .summary('check, test, show, publish, list and migrate pathway definitions')
    .description(
      'Checks pathway definitions, runs their scenarios, shows them, publishes them, lists what is\n' +
        'published, and moves open episodes to another version. A definition is a YAML file; its\n' +
        'scenarios, if it has any, lie beside it: back-pain.yaml and back-pain.scenarios.yaml.',
    );
  for (const add of COMMANDS) add(pathway, sessionOf);
}
