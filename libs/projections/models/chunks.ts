/** One patient's rows of `journeys`, and the facts in them that a pathway has to see. */
import { eventMemory, HISTORY_LIMITS, HistoryTooLarge } from '#care-event';
import type { JourneysTable } from '../port/tables.js';
import type { JourneyFact, JourneyReader } from './stored-journey.js';

/** JSON seldom has more characters than the bytes that its values take in memory. */
const CHARACTERS_MAX = HISTORY_LIMITS.bytes;
/** So few never take too much: an empty list, of three characters with its comma, takes twenty times as much. */
const CHARACTERS_SMALL = HISTORY_LIMITS.bytes / 40;

/** `pathway` is empty where every pathway sees the facts. */
export type Chunk = Pick<JourneysTable, 'pathway' | 'facts'>;

/** Holds no more than one patient may have. */
export class Chunks {
  readonly list: Chunk[] = [];
  private count = 0;

  /** In the order of their positions. */
  add(chunk: Chunk): void {
    this.count += chunk.facts.length;
    if (this.count > CHARACTERS_MAX) this.list.length = 0;
    else this.list.push(chunk);
  }

  get characters(): number {
    return this.count;
  }
}

/**
 * In the order in which they were recorded. Parsing JSON is most of the work, so other pathways'
 * facts are parsed only if something was corrected: a correction may refer to a fact in them.
 *
 * @throws HistoryTooLarge, where the engine would not assess the patient either
 */
export function factsFor(
  pathway: string,
  { list, characters }: Chunks,
  reader: JourneyReader,
): readonly JourneyFact[] {
  if (characters > CHARACTERS_MAX) throw new HistoryTooLarge();
  const own = list.filter((chunk) => chunk.pathway === '' || chunk.pathway === pathway);
  let facts = read(own, reader);
  if (own.length < list.length && facts.some(({ correctionOf }) => correctionOf !== undefined))
    facts = read(list, reader);
  if (characters > CHARACTERS_SMALL) checkMemory(facts);
  return facts;
}

function read(chunks: readonly Chunk[], reader: JourneyReader): JourneyFact[] {
  const facts: JourneyFact[] = [];
  for (const chunk of chunks) reader.readInto(facts, chunk.facts);
  return facts;
}

function checkMemory(facts: readonly JourneyFact[]): void {
  const bytes = facts.reduce((sum, fact) => sum + eventMemory(fact), 0);
  if (bytes > HISTORY_LIMITS.bytes) throw new HistoryTooLarge();
}
