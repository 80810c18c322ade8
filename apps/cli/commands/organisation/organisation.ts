/** `stafett organisation`: the directory of organisations that provide the services of pathways. */
import type { Command } from 'commander';
import type { AddCommand, SessionOf } from '../../session/session.js';
import { addOrganisationImport } from './import.js';
import { addOrganisationList } from './list.js';
import { addOrganisationShow } from './show.js';

/** In the order in which somebody needs them. */
const COMMANDS: readonly AddCommand[] = [
  addOrganisationImport,
  addOrganisationList,
  addOrganisationShow,
];

export function addOrganisation(program: Command, sessionOf: SessionOf): void {
  const organisation = program
    .command('organisation')
    .summary('import, list and show the organisations that provide services')
    .description(
      'A definition speaks of services, such as hospital or rehabilitation. Which organisations provide\n' +
        'them, for the residents of which municipalities and from when to when, is in a directory of\n' +
        'organisations, which is filled from a file. docs/organisations.md explains the columns.',
    );
  for (const add of COMMANDS) add(organisation, sessionOf);
}
