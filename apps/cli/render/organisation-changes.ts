/** What an import of organisations changed, or would change. */
import type { OrganisationChange } from '#care-event';
import { counted } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';

export interface ChangesAnswer {
  readonly status: 'imported' | 'unchanged' | 'checked';
  readonly changes: readonly OrganisationChange[];
  /** How many versions were known already. */
  readonly unchanged: number;
  readonly position?: string | null;
}

const CHANGES_LISTED = 20;

const WORDS: Readonly<Record<OrganisationChange['change'], string>> = {
  registered: 'new',
  added: 'new version',
  corrected: 'corrected',
};

export async function renderChanges(page: Page, answer: ChangesAnswer): Promise<Page> {
  const { status, changes, unchanged, position } = answer;
  const known = unchanged === 0 ? '' : ` ${counted(unchanged, 'version')} known already.`;
  if (changes.length === 0) {
    return page.line(`Nothing ${status === 'checked' ? 'would change' : 'changed'}.${known}`);
  }
  const verb = status === 'checked' ? 'Would record' : 'Recorded';
  page.line(`${verb} ${counted(changes.length, 'version')}: ${countsOf(changes)}.${known}`).gap();
  const listed = changes.slice(0, CHANGES_LISTED);
  await page.table(
    [{ title: 'organisation' }, { title: 'change' }, { title: 'valid from' }, { title: 'name' }],
    listed.map(({ change, organisation: { id, name, validFrom = '' } }) => [
      id,
      WORDS[change],
      validFrom,
      name,
    ]),
  );
  const more = changes.length - listed.length;
  if (more > 0) page.line(`and ${counted(more, 'other')}; --json prints all of them.`).gap();
  if (status === 'checked') return page.line('This was a dry run: nothing was recorded.');
  return page.line(page.tone('dim', `position ${position ?? 'none'}`));
}

function countsOf(changes: readonly OrganisationChange[]): string {
  const of = (wanted: OrganisationChange['change']): number =>
    changes.filter(({ change }) => change === wanted).length;
  const parts = [
    [of('registered'), counted(of('registered'), 'new organisation')],
    [of('added'), counted(of('added'), 'new version')],
    [of('corrected'), counted(of('corrected'), 'correction')],
  ] as const;
  return parts
    .filter(([n]) => n > 0)
    .map(([, text]) => text)
    .join(', ');
}
