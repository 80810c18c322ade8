/** Tables fit the page: what is read is continued on the next line, what is counted or copied is not. */
import { describe, expect, it } from '@jest/globals';
import type { Column } from './column-widths.js';
import { Page } from './page.js';

const PATIENT = `p${'a'.repeat(26)}`;
const COLUMNS: readonly Column[] = [
  { title: 'patient', whole: true },
  { title: 'missing' },
  { title: 'to be sent by' },
  { title: 'overdue by', right: true },
  { title: 'position', right: true, wide: true },
];
const ROW = [
  PATIENT,
  'SpecialistAssessmentCompleted or ReferralReturned with a reason that is known',
  'Rehabilitation of the municipality where the patient lives',
  '194 d',
  '1204',
];

async function linesOf(width: number | undefined): Promise<readonly string[]> {
  const page = new Page({ colour: false, ...(width !== undefined && { width }) });
  await page.table(COLUMNS, [ROW]);
  return page.toString().trimEnd().split('\n');
}

describe('A table', () => {
  it('fits the page, breaks at words, and leaves out what is for a wide page', async () => {
    const lines = await linesOf(100);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
    expect(lines.join('\n')).toContain(PATIENT);
    expect(lines.join('\n')).toContain('SpecialistAssessmentCompleted');
    expect(lines.join('\n')).not.toContain('1204');
  });

  it('cuts long words before it gets wider than the page, but no pseudonym and no number', async () => {
    const lines = await linesOf(80);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(lines.join('\n')).toContain(PATIENT);
    expect(lines.join('\n')).toContain('194 d');
    expect(lines.join('\n')).not.toContain('SpecialistAssessmentCompleted');
  });

  it('parts long names at their seams, and breaks no other word while there is room', async () => {
    const page = new Page({ colour: false, width: 80 });
    await page.table(
      [
        { title: 'what' },
        { title: 'held by' },
        ...['patients', 'of these declined', 'longest without', 'at first contact'].map(
          (title) => ({ title, right: true }),
        ),
      ],
      [
        [
          'RehabPlanAgreed or RehabPlanRevised',
          'Rehabilitation in primary care',
          '121',
          '0',
          '272 d',
          '9',
        ],
        [
          'urn:example:general-practice:9902',
          'Biopsychosocial assessment',
          '121',
          '0',
          '272 d',
          '9',
        ],
      ],
    );
    const text = page.toString();
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(text).toMatch(/Rehabilitation +121/);
    expect(text).toMatch(/Biopsychosocial +121/);
    expect(text).toMatch(/^ {2}RehabPlan(Agreed)? /m);
    expect(text).toMatch(/^ {2}urn:example:(general-)? /m);
  });

  it('is as wide as it is, with all columns, where that is asked for', async () => {
    const lines = await linesOf(undefined);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('1204');
  });
});
