/** `stafett pathway`: the commands for those who write and publish pathway definitions. */
import type { Command } from 'commander';
import type { AddCommand, SessionOf } from '../../session/session.js';
import { addPathwayDiff } from './diff.js';
import { addPathwayLint } from './lint.js';
import { addPathwayList } from './list.js';
import { addPathwayMigrate } from './migrate.js';
import { addPathwayNew } from './new.js';
import { addPathwayPublish } from './publish.js';
import { addPathwaySchema } from './schema.js';
import { addPathwayShow } from './show.js';
import { addPathwayTest } from './test.js';

/** In the order in which an author needs them. */
const COMMANDS: readonly AddCommand[] = [
  addPathwayNew,
  addPathwayLint,
  addPathwayTest,
  addPathwayShow,
  addPathwayDiff,
  addPathwaySchema,
  addPathwayPublish,
  addPathwayList,
  addPathwayMigrate,
];

export function addPathway(program: Command, sessionOf: SessionOf): void {
  const pathway = program
    .command('pathway')
    .summary('write, check, test, show, compare, publish, list and migrate pathway definitions')
    .description(
      'Writes the first draft of a pathway definition, checks definitions, runs their scenarios, shows\n' +
        'and publishes them, compares two of them, lists what is published, and moves open episodes to\n' +
        'another version. A definition is a YAML file; its scenarios, if it has any, lie beside it:\n' +
        'hip.yaml and hip.scenarios.yaml.',
    );
  for (const add of COMMANDS) add(pathway, sessionOf);
}
