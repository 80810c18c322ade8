/**
 * The newest published version of every pathway, kept in memory. The log is the
 * truth: `definitions` lists the ids, `definition-<id>` holds the versions.
 */
import { Inject, Injectable } from '@nestjs/common';
import { readWholeStream, type EventStore, type ExpectedRevision, type Json } from '#event-store';
import { readDefinition, type Definition } from '#pathway';
import { EVENT_STORE } from './tokens.js';

/** Stream names and event types are storage: they never change. */
export const INDEX_STREAM = 'definitions';
export const LISTED = 'DefinitionListed.v1';
export const PUBLISHED = 'PathwayPublished.v1';
export const REVIEWED = 'PathwayReviewed.v1';
export function definitionStream(id: string): string {
  return `definition-${id}`;
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
}

/** A definition's stream: its versions, oldest first, and what an append has to expect. */
export interface PublishedHistory {
  readonly versions: readonly PublishedVersion[];
  readonly expected: ExpectedRevision;
}

@Injectable()
export class DefinitionRegistry {
  private readonly newest = new Map<string, Definition>();
  private readonly hashes = new Map<string, string>();
  private list: readonly Definition[] = [];

  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  /** Newest version of each pathway, sorted by id. */
  current(): readonly Definition[] {
    return this.list;
  }

  /** SHA-256 of the newest version's text, lower-case hex; undefined for an unknown pathway. */
  hashOf(id: string): string | undefined {
    return this.hashes.get(id);
  }

  /** Reads everything published; called once before the first command. */
  async load(): Promise<void> {
    for (const listed of await readWholeStream(this.store, INDEX_STREAM)) {
      const { versions } = await this.history(textOf(listed.data['id']));
      const last = versions.at(-1);
      if (last !== undefined) this.adopt(readPublished(last), last.hash);
    }
  }

  adopt(definition: Definition, hash: string): void {
    this.newest.set(definition.id, definition);
    this.hashes.set(definition.id, hash);
    this.list = [...this.newest.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async history(id: string): Promise<PublishedHistory> {
    const events = await readWholeStream(this.store, definitionStream(id));
    const versions = events
      .filter((event) => event.type === PUBLISHED)
      .map(({ data, position }) => ({
        id: textOf(data['id']),
        version: Number(data['version']),
        hash: textOf(data['hash']),
        yaml: textOf(data['yaml']),
        author: textOf(data['author']),
        reason: textOf(data['reason']),
        position,
      }));
    return { versions, expected: events.at(-1)?.revision ?? 'none' };
  }
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** @throws Error when a text that was once published no longer reads: a fault of this program */
function readPublished(version: PublishedVersion): Definition {
  const read = readDefinition(version.yaml);
  if ('definition' in read) return read.definition;
  const [first] = read.problems;
  throw new Error(
    `Published definition ${version.id} version ${version.version} no longer reads: ` +
      `line ${first?.line}: ${first?.message}`,
  );
}
