/** Ways through the stages: exits, interrupts, sub-stages, accepted handovers, entry. */
import { describe, expect, it } from '@jest/globals';
import { at, pathway, standing } from '../assessment/journey-story.spec.support.js';

const STAGES = `
stages:
  - { id: first, holder: gp, exits: [{ id: well, on: Done, to: closed }, { id: ill, on: Sick, to: treatment }] }
  - id: training
    holder: physio
    role: physiotherapist
    opens: Trained
    exits: [{ id: over, on: Sick, to: treatment }, { id: back, on: Done, to: first }]
    stages:
      - { id: group, exits: [{ id: alone, on: Done, to: single }] }
      - { id: single, holder: clinic, opens: Told }
  - { id: treatment, holder: clinic, opens: Treated }
`;

function walk(more: string, ...lines: string[]) {
  const assessment = standing(pathway(more, STAGES), '2026-04-01', '2026-03-01 Came', ...lines);
  const way = assessment.stages.map(({ stage, exit }) => (exit ? `${stage} (${exit})` : stage));
  return { ...assessment, way };
}

describe('An exit', () => {
  it('leads out of its own stage only', () => {
    expect(walk('', '2026-03-02 Sick').way).toEqual(['first (ill)', 'treatment']);
    expect(walk('', '2026-03-02 Treated', '2026-03-03 Done').way).toEqual(['first', 'treatment']);
  });

  it('may close the pathway', () => {
    const { way, state, closedAt, episodes } = walk('', '2026-03-02 Done');
    expect([way, state]).toEqual([['first (well)'], 'closed']);
    expect(closedAt).toBe(at('2026-03-02T00:00:00Z'));
    expect(episodes[0]?.closedBy).toBe('urn:x 2');
  });

  it('that closes the pathway closes it once, though the event closes it anyway', () => {
    const definition = pathway('', STAGES);
    const both = definition.stages.map((stage) => ({
      ...stage,
      exits: stage.exits.map((exit) => ({ ...exit, on: definition.closes })),
    }));
    const { stages: way, episodes } = standing(
      { ...definition, stages: both },
      '2026-03-03',
      ...['2026-03-01 Came', '2026-03-02 Left'],
    );
    expect(way).toMatchObject([{ stage: 'first', exit: 'well' }]);
    expect(episodes[0]?.closedBy).toBe('urn:x 2');
  });

  it('of a sub-stage goes before that of the stage around it', () => {
    const { way } = walk('', '2026-03-02 Trained', '2026-03-03 Done', '2026-03-04 Done');
    expect(way).toEqual(['first', 'group (alone)', 'single (back)', 'first']);
    const out = walk('', '2026-03-02 Trained', '2026-03-03 Sick');
    expect(out.way).toEqual(['first', 'group (over)', 'treatment']);
  });
});

describe('A stage with sub-stages', () => {
  it('is entered by way of its first, which has its holder unless it names one', () => {
    const { stages } = walk('', '2026-03-02 Trained', '2026-03-03 Told');
    expect(stages.slice(1)).toMatchObject([
      { stage: 'group', within: ['training'], holder: 'physio' },
      { stage: 'single', within: ['training'], holder: 'clinic' },
    ]);
  });

  it('is not entered again by its own event', () => {
    const { way } = walk('', '2026-03-02 Trained', '2026-03-03 Told', '2026-03-04 Trained');
    expect(way).toEqual(['first', 'group', 'single']);
  });
});

describe('An interrupt', () => {
  const INTERRUPT = `
interrupts: [{ id: red-flag, title: t, on: { event: Screened, where: { result: positive } }, to: treatment }]`;
  const positive = 'Screened { result: positive }';

  it('takes the patient out of whichever stage, and is noted', () => {
    const { way, interrupts } = walk(INTERRUPT, '2026-03-02 Trained', `2026-03-03 ${positive}`);
    expect(way).toEqual(['first', 'group (red-flag)', 'treatment']);
    expect(interrupts).toEqual([
      { episode: 1, interrupt: 'red-flag', at: at('2026-03-03T00:00:00Z'), fact: 'urn:x 3' },
    ]);
  });

  it('does nothing where its conditions are not met, or the patient is there already', () => {
    expect(walk(INTERRUPT, '2026-03-03 Screened { result: negative }').interrupts).toEqual([]);
    const there = walk(INTERRUPT, '2026-03-02 Treated', `2026-03-03 ${positive}`);
    expect([there.way, there.interrupts]).toEqual([['first', 'treatment'], []]);
  });

  it('goes before an exit', () => {
    const both = INTERRUPT.replace('{ event: Screened, where: { result: positive } }', 'Done');
    expect(walk(both, '2026-03-02 Done').way).toEqual(['first (red-flag)', 'treatment']);
  });
});

describe('A handover', () => {
  const HANDOVER = `
handovers:
  - id: to-clinic
    title: t
    when: Screened
    from: holder
    to: clinic
    matching: ref
    answer-within: 5 days
    accepted: { by: Planned, opens: treatment }
    refused: { by: ResponsibilityRefused, then: return-to-sender }
    silent: { then: remind }
`;

  it('keeps the sender as holder until the receiver accepts', () => {
    expect(walk(HANDOVER, '2026-03-02 Screened { ref: 1 }').holder).toBe('gp');
    const accepted = walk(
      HANDOVER,
      '2026-03-02 Screened { ref: 1 }',
      '2026-03-03 Planned { ref: 1 }',
    );
    expect([accepted.holder, accepted.way]).toEqual(['clinic', ['first', 'treatment']]);
    expect(accepted.handovers).toMatchObject([{ from: 'gp', to: 'clinic', state: 'accepted' }]);
  });

  it('does not move a patient who is there already', () => {
    const there = ['2026-03-02 Treated', '2026-03-02 Screened', '2026-03-03 Planned'];
    expect(walk(HANDOVER, ...there).way).toEqual(['first', 'treatment']);
  });

  it('opens nothing by the acceptance of something else', () => {
    const other = walk(HANDOVER, '2026-03-02 Screened { ref: 1 }', '2026-03-03 Planned { ref: 2 }');
    expect(other.way).toEqual(['first']);
  });
});
