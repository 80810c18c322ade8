/**
 * Assesses patients from their journeys, each on every published pathway that the facts may
 * concern, at the instant at which the patient's last event was recorded.
 */
import type { Kysely } from 'kysely';
import { faultCode } from '#care-event';
import { LogDamaged } from '#event-store';
import { bindsOrganisations, Journey, type PathwayVersions } from '#pathway';
import type { Tables, WakeupsTable } from '../port/tables.js';
import { type Chunks, factsFor } from './chunks.js';
import { damagedPatients } from './damaged.js';
import { StoredDefinitionUnreadable } from './errors.js';
import { type KnownPathways, readPathways } from './pathways.js';
import { readChunks } from './read-chunks.js';
import { type StandingRows, NO_ROWS, standingRows, unreadableRow } from './standing-rows.js';
import { type JourneyFact, JourneyReader } from './stored-journey.js';

/** A pathway whose versions can be read. */
interface AssessedPathway {
  readonly versions: PathwayVersions;
  /** Types of event that may enter it by any version; undefined: all. */
  readonly entries: ReadonlySet<string> | undefined;
}

type LastEvent = Pick<WakeupsTable, 'patient' | 'position' | 'recorded_at'>;

export class StandingAssessor {
  private readonly names = new Map<number, string>();
  private readonly reader = new JourneyReader(this.names);
  private pathways: ReadonlyMap<string, AssessedPathway> | undefined;

  /** Definitions, migrations or organisations have changed. */
  forgetPathways(): void {
    this.pathways = undefined;
  }

  /** The pathways that bind services to organisations. */
  async binding(db: Kysely<Tables>): Promise<readonly string[]> {
    const all = await this.readPathways(db);
    return [...all].flatMap(([id, { versions }]) =>
      versions.definitions().some(bindsOrganisations) ? [id] : [],
    );
  }

  /**
   * The rows of these patients. Who cannot be assessed has one that says why; who has an event
   * that cannot be read has none.
   *
   * @param only of this pathway; left out: of every one
   */
  async rowsOf(
    db: Kysely<Tables>,
    patients: readonly string[],
    only?: string,
  ): Promise<StandingRows> {
    const pathways = await this.readPathways(db);
    await this.readNewNames(db);
    const damaged = await damagedPatients({ db });
    const last = await lastEvents(db, patients);
    const found: StandingRows[] = [];
    for await (const { patient, chunks } of readChunks(db, patients)) {
      const event = last.get(patient);
      if (event === undefined || damaged.has(patient)) continue;
      const facts = new SharedFacts(chunks, this.reader);
      for (const [id, pathway] of pathways)
        if ((only === undefined || id === only) && facts.mayConcern(id))
          found.push(assess(event, pathway, facts));
    }
    return {
      standing: found.flatMap(({ standing }) => standing),
      assessments: found.flatMap(({ assessments }) => assessments),
    };
  }

  async readPathways(db: Kysely<Tables>): Promise<ReadonlyMap<string, AssessedPathway>> {
    return (this.pathways ??= assessedPathways(await readPathways({ db })));
  }

  /** Names are only ever added. */
  private async readNewNames(db: Kysely<Tables>): Promise<void> {
    const news = db.selectFrom('names').select(['id', 'text']).where('id', '>', this.names.size);
    for (const { id, text } of await news.execute()) this.names.set(id, text);
  }
}

/** A pathway of which a definition cannot be read is left out: no question about it is answered. */
function assessedPathways(all: KnownPathways): ReadonlyMap<string, AssessedPathway> {
  const found = new Map<string, AssessedPathway>();
  for (const id of all.ids()) {
    try {
      const versions = all.pathway(id)?.versions;
      if (versions !== undefined) found.set(id, { versions, entries: entriesOf(versions) });
    } catch (error) {
      if (!(error instanceof LogDamaged || error instanceof StoredDefinitionUnreadable))
        throw error;
    }
  }
  return found;
}

function entriesOf(versions: PathwayVersions): ReadonlySet<string> | undefined {
  const types = new Set<string>();
  for (const { entry } of versions.definitions()) {
    if (entry === 'any') return undefined;
    for (const { type } of entry) types.add(type);
  }
  return types;
}

async function lastEvents(
  db: Kysely<Tables>,
  patients: readonly string[],
): Promise<ReadonlyMap<string, LastEvent>> {
  const rows = await db
    .selectFrom('wakeups')
    .select(['patient', 'position', 'recorded_at'])
    .where('patient', 'in', patients)
    .execute();
  return new Map(rows.map((row) => [row.patient, row]));
}

/** The facts of one patient, parsed once for all pathways that see the same. */
class SharedFacts {
  private readonly addressed: ReadonlySet<string>;
  private readonly parsed = new Map<string, readonly JourneyFact[]>();

  constructor(
    private readonly chunks: Chunks,
    private readonly reader: JourneyReader,
  ) {
    this.addressed = new Set(chunks.list.map(({ pathway }) => pathway));
  }

  mayConcern(pathway: string): boolean {
    return this.addressed.has('') || this.addressed.has(pathway);
  }

  /** @throws HistoryTooLarge */
  of(pathway: string): readonly JourneyFact[] {
    const seenAs = this.addressed.has(pathway) ? pathway : '';
    let facts = this.parsed.get(seenAs);
    if (facts === undefined)
      this.parsed.set(seenAs, (facts = factsFor(seenAs, this.chunks, this.reader)));
    return facts;
  }
}

function assess(
  { patient, position, recorded_at: at }: LastEvent,
  { versions, entries }: AssessedPathway,
  shared: SharedFacts,
): StandingRows {
  const { id: pathway, version } = versions.newest;
  try {
    const facts = shared.of(pathway);
    if (entries !== undefined && !facts.some(({ type }) => entries.has(type))) return NO_ROWS;
    const journey = new Journey(versions.rulesFor(facts));
    for (const fact of facts) journey.add(fact);
    const assessments = journey.assessAll(at);
    return standingRows({ patient, position, versions, journey, assessments });
  } catch (error) {
    const of = { patient, pathway, position, assessed_at: at, version };
    return { standing: [unreadableRow(of, faultCode(error))], assessments: [] };
  }
}
