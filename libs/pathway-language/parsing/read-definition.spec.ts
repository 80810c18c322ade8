/** YAML to a definition, and every fault with its place and what to do. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Check } from 'typebox/schema';
import { parse } from 'yaml';
import { bareDefinition, type Definition } from '#pathway';
import { changed, GOOD, problemsOf } from '#pathway/testing';
import { calendarOfZone } from '#calendar';
import { definitionSchema } from './definition-schema.js';
import { readDefinition } from './read-definition.js';

/** Place, path and code of each problem. */
function found(text: string): readonly string[] {
  return problemsOf(text).map((one) => `${one.line}:${one.column} ${one.path} ${one.code}`);
}

/** The bare definition as somebody would write it. */
function bareDefinitionYaml(id: string): string {
  return [
    `pathway: ${JSON.stringify(id)}`,
    'version: 1',
    'zone: UTC',
    'services:',
    '  unnamed: { level: other }',
    'entry: any',
    'stages:',
    '  - id: journey',
    '    holder: unnamed',
    '',
  ].join('\n');
}

describe('Reading a definition', () => {
  it('gives everything that the text says', () => {
    const expected: Definition = {
      id: 'hip',
      version: 2,
      title: 'Hip',
      source: 'a paper',
      note: 'a note',
      zone: 'Europe/Oslo',
      calendar: calendarOfZone('Europe/Oslo'),
      parameters: new Map(),
      services: new Map([
        ['gp', { id: 'gp', name: 'General practice', level: 'municipal', source: 's', note: 'n' }],
        ['clinic', { id: 'clinic', name: 'clinic', level: 'specialist' }],
      ]),
      declared: new Map([
        [
          'ER Triage',
          {
            type: 'ER Triage',
            publisher: 'hospital',
            schema: {
              type: 'object',
              required: ['score'],
              properties: { score: { type: 'integer' } },
            },
          },
        ],
      ]),
      entry: [{ type: 'FirstContactMade', where: [] }],
      closes: [{ type: 'PathwayClosed', where: [] }],
      stages: [
        {
          id: 'first',
          title: 'first',
          holder: 'gp',
          opens: [],
          exits: [],
          expectedP90: { amount: 6, unit: 'week' },
        },
        {
          id: 'second',
          title: 'Second',
          holder: 'clinic',
          opens: [{ type: 'ER Triage', where: [] }],
          exits: [],
        },
      ],
      milestones: [
        { id: 'seen', title: 'seen', reachedBy: [{ type: 'VisitCompleted', where: [] }] },
      ],
      duties: [
        {
          id: 'plan',
          title: 'plan',
          from: [{ type: 'FirstContactMade', where: [] }],
          until: [
            { type: 'RehabPlanAgreed', where: [] },
            { type: 'RehabPlanRevised', where: [] },
          ],
          due: { kind: 'limit', limit: { amount: 60, unit: 'minute' }, firstDayCounts: false },
          owner: 'holder',
          per: 'episode',
          ends: [],
          exempt: [],
          notApplicable: [],
          appliesAgain: [],
          escalate: [],
          warn: [],
        },
      ],
      clocks: [],
      guards: [],
      interrupts: [],
      sequences: [],
      handovers: [],
      queues: [],
      measures: { waits: [], instruments: [], money: [] },
    };
    expect(readDefinition(GOOD)).toEqual({ definition: expected });
  });

  it('reads the bare definition as what it stands for, whatever the id looks like', () => {
    for (const id of ['hip', '123', 'true', 'null', '1e3', '-', 'a'.repeat(64)]) {
      expect(readDefinition(bareDefinitionYaml(id))).toEqual({ definition: bareDefinition(id) });
    }
  });

  it('follows anchors and aliases', () => {
    const text = changed('from: FirstContactMade, until', 'from: &x FirstContactMade, until');
    const aliased = text.replace('[RehabPlanAgreed, RehabPlanRevised]', '*x');
    expect(readDefinition(aliased)).toMatchObject({
      definition: { duties: [{ until: [{ type: 'FirstContactMade' }] }] },
    });
  });

  it('accepts what its published schema accepts, apart from what a schema cannot say', () => {
    expect(Check(definitionSchema, parse(GOOD))).toBe(true);
    const shapes = [
      'unknown-key',
      'missing-key',
      'duty-unowned',
      'wrong-type',
      'wrong-form',
      'wrong-value',
    ];
    const lines = GOOD.split('\n');
    fc.assert(
      fc.property(
        fc.nat({ max: lines.length - 1 }),
        fc.constantFrom('', '  x: 1', 'zone: 3', 'entry: some', 'services: {}', 'closes:'),
        (at, line) => {
          const text = lines.with(at, line).join('\n');
          let value: unknown;
          try {
            value = parse(text);
          } catch {
            return;
          }
          const codes = problemsOf(text).map((one) => one.code);
          const shaped = !codes.some((code) => [...shapes, 'empty', 'too-small'].includes(code));
          expect([text, Check(definitionSchema, value)]).toEqual([text, shaped]);
        },
      ),
    );
  });
});

describe('A definition with faults', () => {
  it.each([
    ['no map', 'just text', ['1:1  wrong-type']],
    ['nothing', '', ['1:1  wrong-type']],
    ['a wrong zone', changed('Europe/Oslo', 'Europe/Olso'), ['6:7 zone unknown-zone']],
    ['an offset for a zone', changed('Europe/Oslo', '"+02:00"'), ['6:7 zone unknown-zone']],
    ['a wrong unit', changed('60m', '60 fortnights'), ['20:93 duties[0].within invalid-limit']],
    ['no unit', changed('60m', '60'), ['20:93 duties[0].within wrong-type']],
    ['a wrong p90', changed('P6W', 'soon'), ['15:44 stages[0].expected-p90 invalid-limit']],
    [
      'an unknown holder',
      changed('holder: gp', 'holder: pg'),
      ['15:26 stages[0].holder unknown-service'],
    ],
    [
      'an unknown owner',
      changed('owner: holder', 'owner: nobody'),
      ['20:105 duties[0].owner unknown-service'],
    ],
    [
      'an unknown type',
      changed('[PathwayClosed]', '[PathwayClose]'),
      ['13:10 closes[0] unknown-event-type'],
    ],
    [
      'an unknown entry',
      changed('events: FirstContactMade', 'events: [First]'),
      ['12:19 entry.events[0] unknown-event-type'],
    ],
    [
      'an entry of another kind',
      changed('{ events: FirstContactMade }', 'all'),
      ['12:8 entry wrong-value'],
    ],
    ['an unknown key', changed('title: Hip', 'titel: Hip'), ['3:1 titel unknown-key']],
    [
      'a merge key',
      changed('{ id: first', '{ <<: { id: a }, id: first'),
      ['15:7 stages[0]["<<"] unknown-key'],
    ],
    ['a missing key', changed('zone: Europe/Oslo\n', ''), ['1:1  missing-key']],
    ['a duplicate key', changed('note: a note', 'title: Again'), ['5:1 title duplicate-key']],
    ['a duplicate stage', changed('id: second', 'id: first'), ['16:11 stages[1].id duplicate-id']],
    [
      'no stages',
      GOOD.replace(/stages:[^]*milestones/, 'stages: []\nmilestones'),
      ['14:9 stages empty'],
    ],
    [
      'no services',
      GOOD.replace(/services:[^]*?events/, 'services: {}\nevents'),
      [
        '7:11 services empty',
        '13:26 stages[0].holder unknown-service',
        '14:42 stages[1].holder unknown-service',
      ],
    ],
    [
      'a list for a map',
      GOOD.replace(/duties:[^]*$/, 'duties: { a: 1 }\n'),
      ['19:9 duties wrong-type'],
    ],
    ['a text for a number', changed('version: 2', 'version: two'), ['2:10 version wrong-type']],
    ['a version of no kind', changed('version: 2', 'version: 0'), ['2:10 version too-small']],
    ['a number for an id', changed('pathway: hip', 'pathway: 12'), ['1:10 pathway wrong-type']],
    ['an id in capitals', changed('pathway: hip', 'pathway: Hip'), ['1:10 pathway wrong-form']],
    [
      'an id too long',
      changed('pathway: hip', `pathway: ${'h'.repeat(65)}`),
      ['1:10 pathway wrong-form'],
    ],
    ['an empty title', changed('title: Hip', 'title: ""'), ['3:8 title empty']],
    [
      'an unknown level',
      changed('level: municipal', 'level: municipial'),
      ['8:40 services.gp.level wrong-value'],
    ],
    [
      'a service called holder',
      changed('clinic: {', 'holder: {'),
      ['9:3 services.holder reserved-name', '16:42 stages[1].holder unknown-service'],
    ],
    [
      'a type like a literal',
      changed('entry:', '  ER.v2: {}\nentry:'),
      ['12:3 events["ER.v2"] reserved-name'],
    ],
    [
      'a schema that is none',
      changed('type: object', 'type: objekt'),
      ['11:43 events["ER Triage"].data invalid-schema'],
    ],
    [
      'one type for two stages',
      changed('holder: gp, expected', 'holder: gp, opens: ER Triage, expected'),
      ['16:57 stages[1].opens ambiguous-type'],
    ],
    [
      'one type to open and close',
      changed('[PathwayClosed]', '[ER Triage]'),
      ['13:10 closes[0] ambiguous-type'],
    ],
    ['a custom tag', changed('title: Hip', 'title: !js Hip'), ['3:12 title unsupported-tag']],
    [
      'a set',
      changed('[PathwayClosed]', '!!set { PathwayClosed }'),
      [
        '13:15 closes unsupported-tag',
        '13:15 closes missing-key',
        '13:17 closes.PathwayClosed unknown-key',
      ],
    ],
    [
      'infinity',
      changed('required: [score]', 'minimum: .inf'),
      [
        '11:68 events["ER Triage"].data.minimum not-json',
        '11:43 events["ER Triage"].data invalid-schema',
      ],
    ],
    ['a map for a key', changed('title: Hip', '? { a: 1 }\n: Hip'), ['3:3  wrong-key']],
    ['two documents', `${GOOD}---\n${GOOD}`, ['21:1  several-documents']],
    ['an alias of nothing', changed('title: Hip', 'title: *hip'), ['3:8 title not-yaml']],
    [
      'a circle of aliases',
      changed('{ id: seen', '&a { note: *a, id: seen'),
      ['18:16 milestones[0].note alias-circle'],
    ],
  ])('%s: says where and what', (_what, text, expected) => {
    const problems = found(text);
    for (const one of expected) expect(problems).toContain(one);
    expect(problems).toHaveLength(expected.length);
  });

  it('gives all problems at once, sorted by place', () => {
    const text = GOOD.replace('version: 2', 'version: x')
      .replace('Europe/Oslo', 'Mars')
      .replace('holder: gp', 'holder: nobody')
      .replace('60m', 'soon');
    expect(found(text)).toEqual([
      '2:10 version wrong-type',
      '6:7 zone unknown-zone',
      '15:26 stages[0].holder unknown-service',
      '20:93 duties[0].within invalid-limit',
    ]);
  });

  it('says what was probably meant', () => {
    const advice = (from: string, to: string) => problemsOf(changed(from, to))[0]?.advice;
    expect(advice('Europe/Oslo', 'Europe/Olso')).toBe('did you mean Europe/Oslo?');
    expect(advice('title: Hip', 'titel: Hip')).toBe('did you mean title?');
    expect(advice('[PathwayClosed]', '[PathwayClose]')).toBe('did you mean PathwayClosed?');
    expect(advice('opens: ER Triage', 'opens: ER Triag')).toBe('did you mean ER Triage?');
    expect(advice('holder: clinic', 'holder: clnic')).toBe('did you mean clinic?');
    expect(advice('level: municipal', 'level: municipial')).toBe('did you mean municipal?');
    expect(advice('60m', '60 fortnights')).toContain('weeks');
    expect(advice('60m', '60')).toContain('quotes');
  });
});
