/**
 * The newest published version of every pathway, kept in memory. The log is the
 * truth: `definitions` lists the ids, `definition-<id>` holds the versions.
 */
import { Inject, Injectable } from '@nestjs/common';
import { readWholeStream, type EventStore, type ExpectedRevision, type Json } from '#event-store';
import { DEFINITION_STREAM, PATHWAY_PUBLISHED, readDefinition, type Definition } from '#pathway';
import { EVENT_STORE } from './tokens.js';

/** Stream names and event types are storage: they never change. */
export const INDEX_STREAM = 'definitions';
export const LISTED = 'DefinitionListed.v1';
export function definitionStream(id: string): string {
  return `${DEFINITION_STREAM}${id}`;
}

/** One published version, as its event tells it. */
export interface PublishedVersion {
  readonly id: string;
  readonly version: number;
  /** SHA-256 of the text, lower-case hex. */
  readonly hash: string;
  readonly yaml: string;
  readonly author: string;
  readonly reason: string;
  readonly position: string;
  /** Milliseconds since the epoch. */
  readonly recordedAt: number;
}

/** A definition's stream: its versions, oldest first, and what an append has to expect. */
export interface PublishedHistory {
  readonly versions: readonly PublishedVersion[];
  readonly expected: ExpectedRevision;
}

/** A version as it is used: read, with what names it. */
export interface InForce {
  readonly definition: Definition;
  /** SHA-256 of its text, lower-case hex; undefined where nobody has published one. */
  readonly hash: string | undefined;
}

interface Known extends InForce {
  /** When it was published, ms since the epoch. */
  readonly recordedAt: number;
}

@Injectable()
export class DefinitionRegistry {
  /** By pathway, oldest first. */
  private readonly known = new Map<string, readonly Known[]>();
  private newest: readonly Definition[] = [];

  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  /** Newest version of each pathway, sorted by id. */
  current(): readonly Definition[] {
    return this.newest;
  }

  /**
   * The version of each pathway that was the newest at `knownAt` (ms since the epoch),
   * sorted by id; of a pathway that was published later, its first: history that was
   * taken in before its pathway was defined can still be asked about.
   */
  inForce(knownAt = Infinity): readonly InForce[] {
    return [...this.known.values()]
      .flatMap((versions) => {
        const chosen = versions.findLast(({ recordedAt }) => recordedAt <= knownAt) ?? versions[0];
        return chosen === undefined ? [] : [chosen];
      })
      .sort((a, b) => (a.definition.id < b.definition.id ? -1 : 1));
  }

  /** Reads everything published; called once before the first command. */
  async load(): Promise<void> {
    for (const listed of await readWholeStream(this.store, INDEX_STREAM)) {
      await this.refresh(textOf(listed.data['id']));
    }
  }

  /** Reads the versions of one pathway again, after one was published. */
  async refresh(id: string): Promise<void> {
    const { versions } = await this.history(id);
    // A crash between listing a pathway and publishing it leaves an id without versions.
    if (versions.length > 0) this.known.set(id, versions.map(readPublished));
    this.newest = this.inForce().map(({ definition }) => definition);
  }

  /** Every published version of one pathway, and what an append to its stream has to expect. */
  async history(id: string): Promise<PublishedHistory> {
    const events = await readWholeStream(this.store, definitionStream(id));
    const versions = events
      .filter((event) => event.type === PATHWAY_PUBLISHED)
      .map(({ data, position, recordedAt }) => ({
        id: textOf(data['id']),
        version: Number(data['version']),
        hash: textOf(data['hash']),
        yaml: textOf(data['yaml']),
        author: textOf(data['author']),
        reason: textOf(data['reason']),
        position,
        recordedAt,
      }));
    return { versions, expected: events.at(-1)?.revision ?? 'none' };
  }
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** @throws Error when a text that was once published no longer reads: a fault of this program */
function readPublished(version: PublishedVersion): Known {
  const read = readDefinition(version.yaml);
  if ('definition' in read) return { ...version, definition: read.definition };
  const [first] = read.problems;
  throw new Error(
    `Published definition ${version.id} version ${version.version} no longer reads: ` +
      `line ${first?.line}: ${first?.message}`,
  );
}
