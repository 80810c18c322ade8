/** Facts and instants of a scenario in the words of its author, for failures. */
import { type CareEvent, factKey, type RecordedFact } from '#care-event';
import { formatInstant } from '#calendar';
import { SCENARIO_SOURCE } from './given-facts.js';

export class FactFormatter {
  private readonly facts: ReadonlyMap<string, CareEvent>;

  constructor(
    facts: readonly RecordedFact[],
    readonly zone: string,
  ) {
    this.facts = new Map(facts.map((fact) => [factKey(fact), fact]));
  }

  /** `SymptomOnsetReported (onset) on 2026-03-02`; the key itself where no fact has it. */
  fact(key: string): string {
    const fact = this.facts.get(key);
    if (fact === undefined) return key;
    const { id, source, type, occurredAt } = fact;
    const index = source === SCENARIO_SOURCE && /^\d+$/.test(id) ? `event ${id}` : id;
    return `${type} (${index}) on ${localText(occurredAt)}`;
  }

  /** `2026-04-13 23:59` on the clock of the pathway's zone; seconds only where they say something. */
  instant(ms: number): string {
    return localText(formatInstant(ms, this.zone));
  }

  /** The day that an instant falls on in the pathway's zone. */
  day(ms: number): string {
    return formatInstant(ms, this.zone).slice(0, 10);
  }
}

/** The end of a day is its last minute to people; a day or a month stays as it is. */
function localText(text: string): string {
  if (text.length <= 10) return text;
  const clock = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d)?/.exec(text);
  if (clock === null) return text;
  const [, date, minute, second] = clock;
  const whole = second === ':00' || text.includes('23:59:59.999');
  return `${date} ${minute}${whole ? '' : second}`;
}
