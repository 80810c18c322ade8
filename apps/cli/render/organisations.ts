/** Organisations: the list of a day, and one with its history. */
import type { Organisation } from '#care-event';
import type { OrganisationList, OrganisationRecord } from '#engine';
import { counted, localText, localZone } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import type { Names } from './titles.js';
import { noteMoreRows } from './rows.js';

/** Numbers of municipalities in a cell of a table. */
const NUMBERS_LISTED = 3;

export async function renderOrganisations(page: Page, list: OrganisationList): Promise<Page> {
  const { at, total, organisations } = list;
  if (total === 0) {
    return page
      .line(`No such organisation is known on ${at}.`)
      .line('Import organisations with: stafett organisation import FILE.csv');
  }
  page.line(`${page.tone('bold', counted(total, 'organisation'))} on ${at}.`).gap();
  await page.table(
    [
      { title: 'organisation' },
      { title: 'name' },
      { title: 'kind' },
      { title: 'level' },
      { title: 'municipalities' },
      { title: 'services' },
    ],
    organisations.map(({ id, name, kind, level, municipalities, services }) => [
      ...[id, name, kind, level],
      shortened(municipalities),
      services.join(', '),
    ]),
  );
  noteMoreRows(page, organisations.length, total);
  return page;
}

function shortened(numbers: readonly string[]): string {
  const more = numbers.length - NUMBERS_LISTED;
  const listed = numbers.slice(0, NUMBERS_LISTED).join(', ');
  return more > 0 ? `${listed} and ${more} more` : listed;
}

/** @param names of organisations, by id */
export function renderOrganisation(page: Page, record: OrganisationRecord, names: Names): Page {
  const { id, at, organisation, successor, predecessors, history } = record;
  const named = (other: string): string => (names[other] ? `${names[other]} (${other})` : other);
  const newest = organisation ?? history.at(-1)?.organisation;
  page.title(newest === undefined ? id : `${newest.name} (${id})`);
  if (organisation === null) {
    page.line(
      `Does not exist on ${at}.${successor === null ? '' : ` In its place: ${named(successor)}.`}`,
    );
  } else details(page, organisation, at);
  if (predecessors.length > 0) page.line(`In the place of ${predecessors.map(named).join(', ')}.`);
  const title = `Versions, in the order in which they were recorded; times in ${localZone()}`;
  page.gap().line(page.tone('bold', title)).gap();
  for (const {
    organisation: version,
    corrected,
    author,
    reason,
    recordedAt,
    position,
  } of history) {
    const said = corrected ? ', corrected since' : '';
    page.line(`${localText(recordedAt)} by ${author}: ${reason} (position ${position}${said})`);
    page.line(`  ${validity(version)}: ${version.name}; ${contents(version)}`);
  }
  return page;
}

function details(page: Page, organisation: Organisation, at: string): void {
  const { kind, level, municipalities, services, identifiers } = organisation;
  const list = (texts: readonly string[]): string =>
    texts.length === 0 ? 'none' : texts.join(', ');
  page
    .line(`On ${at}: ${kind}, ${level}; ${validity(organisation)}.`)
    .line(`Services: ${list(services)}`)
    .line(`Municipalities: ${list(municipalities)}`)
    .line(`Identifiers: ${list(identifiers.map(({ system, value }) => `${system}|${value}`))}`);
}

function validity({ validFrom, validTo, replacedBy }: Organisation): string {
  const from = validFrom === undefined ? 'from the beginning' : `from ${validFrom}`;
  const to = validTo === undefined ? '' : ` to ${validTo}`;
  return `${from}${to}${replacedBy === undefined ? '' : `, then ${replacedBy}`}`;
}

function contents({ municipalities, services }: Organisation): string {
  const provides = services.length === 0 ? 'no services' : services.join(', ');
  return municipalities.length === 0 ? provides : `${provides} for ${shortened(municipalities)}`;
}
