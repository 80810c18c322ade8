/** The steps of a journey that was worked out from its facts. */
import type { TimedFact } from '#care-event';
import type { JourneySteps } from '../columns/journey-steps.js';
import type { PatientJourney } from '../standing/patient-journeys.js';

export class ReplayedSteps implements JourneySteps {
  constructor(
    readonly patient: string,
    private readonly journey: PatientJourney,
  ) {}

  get key(): string | undefined {
    return this.journey.key;
  }

  get episode(): number | undefined {
    return this.journey.episode;
  }

  get closedAt(): number | undefined {
    return this.journey.closedAt;
  }

  get lastKnown(): number {
    return this.journey.lastKnown;
  }

  get entryAt(): number {
    return this.journey.entryAt;
  }

  get early(): number {
    return this.journey.early.length;
  }

  get length(): number {
    return this.journey.timeline.length;
  }

  get late(): number {
    return this.journey.late.length;
  }

  /** @throws RangeError there is no such step */
  step(index: number): TimedFact {
    const { early, timeline, late } = this.journey;
    const found =
      index < 0
        ? early[early.length + index]
        : index < timeline.length
          ? timeline[index]
          : late[index - timeline.length];
    if (found === undefined) throw new RangeError(`A journey has no step ${index}.`);
    return found;
  }

  type(index: number): string {
    return this.step(index).fact.type;
  }

  start(index: number): number {
    return this.step(index).start;
  }

  end(index: number): number {
    return this.step(index).end;
  }
}
