/** `stafett pathway new`: writes the first draft of a definition, and scenarios beside it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { isZone } from '#calendar';
import { writeNewFile } from '../../files/new-file.js';
import { examples } from '../../options/examples.js';
import { given, pathwayId } from '../../options/values.js';
import type { Session, SessionOf } from '../../session/session.js';
import { Refused, usage } from '../../terminal/errors.js';
import type { Page } from '../../terminal/page.js';

const TITLE_CHARACTERS_MAX = 200;

const ZONES: Readonly<Record<string, string>> = {
  NO: 'Europe/Oslo',
  FI: 'Europe/Helsinki',
  SE: 'Europe/Stockholm',
  'GB-ENG': 'Europe/London',
  'GB-SCT': 'Europe/London',
};

interface NewOptions {
  readonly title?: string;
  readonly country?: string;
  readonly zone?: string;
  readonly keyed?: string;
  readonly folder: string;
}

/** @param pathway the command `stafett pathway` */
export function addPathwayNew(pathway: Command, sessionOf: SessionOf): void {
  pathway
    .command('new')
    .argument('<id>', 'id of the pathway: lower-case letters, digits and hyphens', pathwayId)
    .summary('write the first draft of a definition')
    .description(
      'Writes ID.yaml, a definition to start from, and ID.scenarios.yaml beside it. The draft is about a\n' +
        'referral to a clinic. It is complete: lint finds nothing in it, and its scenarios touch every\n' +
        'rule. Files that exist are never overwritten. Needs no data folder.',
    )
    .option('--title <text>', 'title for people (default: the id in words)', titleText)
    .addOption(
      new Option(
        '--country <code>',
        'whose public holidays are free (default: the zone’s)',
      ).choices(Object.keys(ZONES)),
    )
    .option('--zone <zone>', 'time zone, IANA (default: the country’s, or Europe/Oslo)', zone)
    .option(
      '--keyed <field>',
      'field by which a patient may be on it several times at once, such as referral',
    )
    .option('--folder <dir>', 'where to write the files', '.')
    .addHelpText(
      'after',
      examples({
        'begin a pathway': 'stafett pathway new hip --title "Hip fracture"',
        'in Finland, each referral with times of its own':
          'stafett pathway new knee --country FI --keyed referral',
      }),
    )
    .action((id: string, options: NewOptions) => write(sessionOf(), id, options));
}

async function write(session: Session, id: string, options: NewOptions): Promise<void> {
  const { title, country, keyed: key, folder } = options;
  const { DRAFT_KEYS, firstDraft } = await import('#pathway-language');
  if (key !== undefined && !DRAFT_KEYS.includes(key)) throw unknownKey(key, DRAFT_KEYS);
  const zone = options.zone ?? ZONES[country ?? 'NO'] ?? 'Europe/Oslo';
  const draft = firstDraft({ id, zone, ...given({ title, holidays: country, key }) });
  const files = {
    definition: join(folder, `${id}.yaml`),
    scenarios: join(folder, `${id}.scenarios.yaml`),
  };
  const existing = Object.values(files).filter((file) => existsSync(file));
  if (existing.length > 0) throw alreadyThere(existing);
  const { umask } = session.io;
  const how = { force: false, ...given({ umask }) };
  writeNewFile(files.definition, draft.definition, how);
  writeNewFile(files.scenarios, draft.scenarios, how);
  const answer = { id, title: draft.title, zone, ...files };
  await session.answer(answer, (page) => nextSteps(page, files, draft.knowsHolidays));
}

function nextSteps(
  page: Page,
  { definition, scenarios }: { readonly definition: string; readonly scenarios: string },
  knowsHolidays: boolean,
): Page {
  page.line(`Wrote ${definition} and ${scenarios}.`);
  if (!knowsHolidays) {
    page.line('No public holidays are known there: every Monday to Friday is a working day.');
  }
  return page
    .gap()
    .line(
      'Next, put your document in place of each "Template: …", and your times under parameters. Then:',
    )
    .line(`  stafett pathway lint ${definition} ${scenarios}`)
    .line(`  stafett pathway test ${definition} --require-coverage`)
    .line(`  stafett pathway show ${definition}`)
    .line(`  stafett pathway publish ${definition} --author "…" --reason "…"`);
}

function alreadyThere(files: readonly string[]): Refused {
  const are = files.length === 1 ? 'already exists' : 'already exist';
  return new Refused('file-exists', `${files.join(' and ')} ${are}; nothing was written.`, {
    advice: 'Choose another id, or another place with --folder.',
  });
}

function unknownKey(key: string, keys: readonly string[]): Refused {
  return usage(
    `--keyed ${key}: the events of the draft have no such field that tells episodes apart.`,
    `Choose one of ${keys.join(', ')}. Any field of events that you declare can be the key later: episodes.key in the definition.`,
  );
}

function zone(text: string): string {
  if (isZone(text)) return text;
  throw new InvalidArgumentError('Expected an IANA time zone, such as Europe/Helsinki.');
}

function titleText(text: string): string {
  if (text.trim() !== '' && text.length <= TITLE_CHARACTERS_MAX) return text;
  throw new InvalidArgumentError(`Expected 1 to ${TITLE_CHARACTERS_MAX} characters.`);
}
