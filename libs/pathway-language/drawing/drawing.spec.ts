/** What the drawings of a pathway show, as SVG and as text. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import type { Definition } from '#pathway';
import { SAMPLE, definitionFrom } from './sample.spec.support.js';
import { drawSvg } from './svg.js';
import { LEVEL_COLOURS } from './svg-shapes.js';
import { textWidth } from './svg-text.js';
import { drawText } from './text.js';

const sample = definitionFrom(SAMPLE);

const files = ['deploy/pathways', 'test/pathways'].flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => !file.includes('.scenarios.'))
    .map((file) => path.join(folder, file)),
);
const definitions = [sample, ...files.map((file) => definitionFrom(readFileSync(file, 'utf8')))];

interface Drawn {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

/** All elements with their text. @throws Error where it is no well-formed XML */
function elementsOf(svg: string): readonly Drawn[] {
  const elements: { name: string; attributes: Record<string, string>; text: string }[] = [];
  const open: { text: string }[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes, text: '' };
    elements.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    const last = open.at(-1);
    if (last !== undefined) last.text += text;
  });
  parser.on('closetag', () => void open.pop());
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(svg).close();
  return elements;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly text: string;
}

function textBoxes(svg: string): readonly Box[] {
  return elementsOf(svg)
    .filter(({ name }) => name === 'text')
    .map(({ attributes, text }) => {
      const size = Number(attributes['font-size']);
      const [left, base] = [Number(attributes['x']), Number(attributes['y'])];
      const width = textWidth(text, { size, bold: attributes['font-weight'] === '700' });
      return {
        left,
        right: left + width,
        top: base - size * 0.8,
        bottom: base + size * 0.22,
        text,
      };
    });
}

function rectsOf(elements: readonly Drawn[]): readonly Box[] {
  return elements
    .filter(({ name }) => name === 'rect')
    .map(({ attributes: { x, y, width, height } }) => ({
      left: Number(x),
      right: Number(x) + Number(width),
      top: Number(y),
      bottom: Number(y) + Number(height),
      text: '',
    }));
}

/** Texts that lie on each other, or that begin in the box of some card or stage and end outside. */
function clashes(svg: string): readonly string[] {
  const texts = textBoxes(svg);
  const rects = rectsOf(elementsOf(svg));
  const overlaps = texts.flatMap((a, at) =>
    texts
      .slice(at + 1)
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      .map((b) => `"${a.text}" on "${b.text}"`),
  );
  const outside = texts.flatMap((text) => {
    const around = rects.filter(
      (rect) =>
        rect.left <= text.left &&
        text.left <= rect.right &&
        rect.top <= text.top &&
        text.top <= rect.bottom,
    );
    const innermost = around.reduce((best, rect) => (areaOf(rect) < areaOf(best) ? rect : best));
    const fits = text.right <= innermost.right && text.bottom <= innermost.bottom;
    return fits ? [] : [`"${text.text}" runs out of its box`];
  });
  return [...overlaps, ...outside];
}

/** The parts of an arrow that run from left to right or back. */
function levelLines({
  attributes,
}: Drawn): readonly { readonly from: number; readonly to: number; readonly y: number }[] {
  if (attributes['marker-end'] === undefined) return [];
  const lines: { from: number; to: number; y: number }[] = [];
  let [x, y] = [0, 0];
  for (const [, step, numbers = ''] of (attributes['d'] ?? '').matchAll(/([MHV])([\d. ]+)/g)) {
    const [first = 0, second = 0] = numbers.split(' ').map(Number);
    if (step === 'M') [x, y] = [first, second];
    else if (step === 'V') y = first;
    else {
      lines.push({ from: Math.min(x, first), to: Math.max(x, first), y });
      x = first;
    }
  }
  return lines;
}

function areaOf({ left, right, top, bottom }: Box): number {
  return (right - left) * (bottom - top);
}

describe('The drawing of a pathway', () => {
  it.each(definitions.map((definition) => [definition.id, definition] as const))(
    'of %s is well-formed and no text lies on another or runs out of its box',
    (_id, definition) => {
      expect(clashes(drawSvg(definition))).toEqual([]);
    },
  );

  it('holds whatever titles and names people write', () => {
    const text = fc.oneof(
      fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme' }),
      fc.string({ minLength: 1, maxLength: 200, unit: 'binary' }),
      fc.constantFrom('W'.repeat(300), '<b>&amp;"\'</b>', 'a\u0000b\ud800c'),
    );
    fc.assert(
      fc.property(text, text, text, (title, stage, service) => {
        expect(clashes(drawSvg(renamed(sample, { title, stage, service })))).toEqual([]);
      }),
      { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 6) },
    );
  });

  it('is the same for the same definition', () => {
    expect(drawSvg(definitionFrom(SAMPLE))).toBe(drawSvg(sample));
    expect(drawText(definitionFrom(SAMPLE), { width: 90 })).toBe(drawText(sample, { width: 90 }));
  });

  it('tells those who do not see it what it is', () => {
    const [svg, title, desc] = elementsOf(drawSvg(sample));
    expect(svg?.attributes).toMatchObject({
      role: 'img',
      'aria-labelledby': 'stafett-title stafett-desc',
    });
    expect(title?.text).toBe('Knee pain, from the first visit to the clinic');
    expect(desc?.text).toContain('Municipal care: First care, Training.');
    expect(desc?.text).toContain('Handover from General practice to Knee clinic.');
  });

  it('gives a lane only to levels at which somebody holds the patient', () => {
    const texts = textBoxes(drawSvg(sample)).map(({ text }) => text);
    expect(texts).toContain('Municipal care');
    expect(texts).toContain('Specialist care');
    expect(texts).not.toContain('Others');
    expect(texts).toContain('Duties of Employer');
  });

  it('draws an arrow for the entry, the end, every way and every interrupt', () => {
    const arrows = elementsOf(drawSvg(sample)).filter(
      ({ attributes }) => 'marker-end' in attributes,
    );
    const dashed = arrows.filter(({ attributes }) => 'stroke-dasharray' in attributes);
    // Entry, end, two stages that open from any, three exits, an acceptance; and the interrupt.
    expect(arrows.length - dashed.length).toBe(8);
    expect(dashed).toHaveLength(1);
  });

  it('leads upright lines between the lanes, not through them', () => {
    const elements = elementsOf(drawSvg(sample));
    const grounds = Object.values(LEVEL_COLOURS).map(({ ground }) => ground);
    const lanes = rectsOf(
      elements.filter(({ attributes }) => grounds.includes(attributes['fill'] ?? '')),
    );
    expect(lanes).toHaveLength(2);
    const uprights = elements.flatMap(({ attributes }) => {
      if (attributes['marker-end'] === undefined) return [];
      return [...(attributes['d'] ?? '').matchAll(/(?:M|H)([\d.]+)[\d. ]*V/g)].map(([, x]) =>
        Number(x),
      );
    });
    expect(uprights).toHaveLength(6);
    expect(uprights.filter((x) => lanes.some(({ left, right }) => left < x && x < right))).toEqual(
      [],
    );
  });

  it.each(definitions.map((definition) => [definition.id, definition] as const))(
    'of %s has no level line through a text',
    (_id, definition) => {
      const svg = drawSvg(definition);
      const texts = textBoxes(svg);
      for (const { from, to, y } of elementsOf(svg).flatMap(levelLines)) {
        const met = texts.filter(
          ({ left, right, top, bottom }) => left < to && from < right && top < y && y < bottom,
        );
        expect(met.map(({ text }) => text)).toEqual([]);
      }
    },
  );
});

describe('The text of a pathway', () => {
  const text = drawText(sample, { width: 90 });

  it.each([60, 80, 96])('fits into %i columns', (width) => {
    const lines = drawText(sample, { width }).split('\n');
    expect(lines.filter((line) => line.length > width)).toEqual([]);
  });

  it('says what is owed, by when and by whom', () => {
    expect(text).toContain(
      [
        '  Duties of General practice',
        '    * Training planned',
        '      Within              6 weeks* of SymptomOnsetReported',
        '      Until               RehabPlanAgreed',
        '      Exempt              patient-declined, by CareDeclined (what: rehabilitation)',
        '      Not applicable      after RedFlagEscalated',
        '      Applies again       after DischargedToMunicipality',
        '      If overdue          Rehabilitation unit at once; Knee clinic after 2 weeks',
      ].join('\n'),
    );
  });

  it('says where every way leads', () => {
    expect(text).toContain('To the end          Recovered, on FunctionMeasured (score at most 10)');
    expect(text).toContain('To 1.2              Assessment: on VisitCompleted');
    expect(text).toContain('To 2                Training: Sent back, on TreatmentEnded');
    expect(text).toContain('Interrupt           Red flag: on RedFlagEscalated');
  });

  it('says what else may happen to an offer, and which stage takes over by itself', () => {
    expect(text).toContain('Question by         InformationRequested');
    expect(text).toContain('Reply by            InformationSupplied, within 5 working days');
    expect(text).toContain('Withdrawn by        ResponsibilityWithdrawn');
    expect(text).toContain('Released by         ResponsibilityReleased');
    expect(text).toContain('Overtaken by        CareDeclined');
    expect(text.match(/Takes over {10}entering it makes its holder accountable/g)).toHaveLength(1);
  });

  it('says what follows on each of the three answers to a handover', () => {
    expect(text).toContain('To the clinic: General practice ==> Knee clinic');
    expect(text).toContain(
      'Accepted by         ReferralAssessed (outcome: accepted): opens 3 At the clinic',
    );
    expect(text).toContain(
      'Refused by          ReferralAssessed (outcome: rejected): back to the sender',
    );
    expect(text).toContain(
      'No answer           remind the receiver; escalate to Rehabilitation unit after 1 week',
    );
  });

  it('says due times of every kind', () => {
    expect(text).toContain('14 days (the first day counts) where age below 23');
    expect(text).toContain('3 months otherwise');
    expect(text).toContain('By                  the date in latestStart of each ReferralAssessed');
    expect(text).toContain('the day on which the clock "Sick leave" has run 30 days in all');
    expect(text).toContain('Every               3 months, from RehabPlanAgreed on');
  });

  it('says which field a pause has to tell, and where a rule comes from', () => {
    const reason = 'Only with           "reason" given at the pause';
    expect(text).toContain(reason);
    const texts = textBoxes(drawSvg(sample)).map((box) => box.text);
    expect(texts.join(' ')).toContain('"reason" given at the pause');
    expect(text).toContain('    Source              Rules for waiting times\n');
    const shades: string[] = [];
    const tone = (name: string, words: string) => {
      if (name === 'dim') shades.push(words);
      return words;
    };
    drawText(sample, { width: 90, tone });
    expect(shades).toContain('Rules for waiting times');
  });

  it.each(['stages', 'duties', 'handovers', 'clocks', 'guards', 'sequences', 'queues'] as const)(
    'says the source of each of the %s',
    (list) => {
      const rules = sample[list].map((rule, at) => ({ ...rule, source: `Act ${at}` }));
      const shown = drawText({ ...sample, [list]: rules }, { width: 90 });
      for (const at of rules.keys()) expect(shown).toContain(`Source              Act ${at}\n`);
    },
  );

  it('gives the terminal nothing to obey', () => {
    const hostile = '\u001b]0;x\u0007 \u009b31m \u202e';
    const words = { title: hostile, stage: hostile, service: hostile };
    const unseen = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u;
    expect(drawText(renamed(sample, words), { width: 90 })).not.toMatch(unseen);
    expect(drawSvg(renamed(sample, words))).not.toMatch(unseen);
  });

  it('says which values differ where', () => {
    expect(text).toContain('6 weeks (background knowledge, not verified)');
    expect(text).toContain('4 weeks in 0301; 5 weeks in 1103, 4601');
  });
});

function renamed(
  definition: Definition,
  {
    title,
    stage,
    service,
  }: { readonly title: string; readonly stage: string; readonly service: string },
): Definition {
  return {
    ...definition,
    title,
    stages: definition.stages.map((one) => ({ ...one, title: stage })),
    services: new Map([...definition.services].map(([id, one]) => [id, { ...one, name: service }])),
  };
}
