/** What needs every part of a list, and evidence of an age. */
import { describe, expect, it } from '@jest/globals';
import { WHOLE_LANGUAGE } from '#pathway/testing';
import { readDefinition } from './read-definition.js';

describe('A definition', () => {
  const read = readDefinition(WHOLE_LANGUAGE);
  const definition = 'definition' in read ? read.definition : undefined;
  const duty = (id: string) => definition?.duties.find((one) => one.id === id);

  it('reads what needs every part: what meets a duty, and evidence of an age', () => {
    const [meeting, prepared] = [duty('meeting'), definition?.guards[0]];
    const held = { field: 'number', is: 'present' };
    const parts = [
      [{ type: 'CollaborationMeetingHeld', where: [] }],
      [
        { type: 'EmployerPlanShared', where: [] },
        { type: 'DialogueMeetingHeld', where: [held] },
      ],
    ];
    expect(meeting?.untilAllOf).toEqual(parts);
    expect(meeting?.until).toEqual(parts.flat());
    expect(meeting?.appliesIfLatest).toMatchObject([
      [{ type: 'SickLeaveIssued' }],
      [{ type: 'DiagnosisCoded', where: [{ field: 'icd10' }] }],
    ]);
    const evidence = [
      [{ type: 'RedFlagScreened', where: [], within: { amount: 2, unit: 'week' } }],
      [
        { type: 'WorkloadAssessed', where: [] },
        { type: 'FunctionMeasured', where: [], within: { amount: 3, unit: 'month' } },
      ],
    ];
    const { due } = duty('urgent') ?? {};
    expect(due?.kind === 'cases' && due.cases.at(-1)?.latest).toMatchObject([
      [{ type: 'RedFlagScreened', within: { parameter: 'plan-limit' } }],
    ]);
    expect(prepared?.requiresAllOf).toEqual(evidence);
    expect(prepared?.requires).toEqual(evidence.flat());
    expect(duty('plan')?.untilAllOf).toBeUndefined();
  });
});
