/** Which events of a patient fit a pattern of the definition, the patient's age among its conditions. */
import { birthAmong, PatientAge, type TimedFact } from '#care-event';
import { type Definition, type EventPattern, meets, timelineOf } from '#pathway';
import type { SegmentedPatient } from './segments.js';

export class Fitting {
  private age: PatientAge | undefined;

  constructor(
    private readonly patient: Pick<SegmentedPatient, 'facts'>,
    private readonly definition: Definition,
  ) {}

  fits(patterns: readonly EventPattern[], { fact, start }: TimedFact): boolean {
    return patterns.some(
      ({ type, where }) =>
        type === fact.type &&
        (where.length === 0 || meets(where, fact.data, this.patientAge().at(start))),
    );
  }

  private patientAge(): PatientAge {
    const { zone } = this.definition;
    this.age ??= new PatientAge(birthAmong(timelineOf(this.patient.facts(), zone).facts), zone);
    return this.age;
  }
}
