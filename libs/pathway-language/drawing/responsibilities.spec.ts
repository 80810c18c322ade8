/** How scopes are drawn: who holds what beside one another, and what a handover passes on. */
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { definitionFrom, SAMPLE } from './sample.spec.support.js';
import { drawSvg } from './svg.js';
import { drawText } from './text.js';

const SHARED = readFileSync('test/pathways/shared-responsibility.yaml', 'utf8');

describe('The drawing of a pathway with scopes', () => {
  const text = drawText(definitionFrom(SHARED), { width: 90 });

  it('lists its responsibilities with their titles, its own first', () => {
    const section = text.slice(text.indexOf('RESPONSIBILITIES'), text.indexOf('RELEVANCE'));
    expect(section.split('\n').slice(2, 10)).toEqual([
      '  Treatment',
      '    Held                as the stages and the other handovers say',
      '  Daily life',
      '    First held by       Coordinating unit',
      '    Begins on           CoordinatorAppointed',
      '    Ends on             CoordinatorEnded',
      '    Passed on           by "Daily life to the activity centre"',
      '    Source              Made up',
    ]);
    expect(section).toMatch(/Begins +with custody in the episode\n +Ends +with the episode/);
  });

  it('names its own responsibility where the definition does not', () => {
    const unnamed = SHARED.replace('responsibility: Treatment\n', '');
    expect(drawText(definitionFrom(unnamed), { width: 90 })).toContain('  Main responsibility\n');
  });

  it('says of a handover and of duties whose they are', () => {
    expect(text).toContain('whoever holds "Daily life" ==> Activity centre');
    expect(text).toContain('whoever holds the patient ==> Clinic');
    expect(text).toContain('DUTIES OF WHOEVER HOLDS "DAILY LIFE"');
  });

  it('is the same in the picture', () => {
    const svg = drawSvg(definitionFrom(SHARED));
    for (const words of ['Responsibilities', 'Daily life', 'Coordinating unit', 'Treatment'])
      expect(svg).toContain(words);
  });

  it('has no such list where there are no scopes', () => {
    expect(drawText(definitionFrom(SAMPLE), { width: 90 })).not.toContain('RESPONSIBILITIES');
  });
});
