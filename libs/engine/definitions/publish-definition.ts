/**
 * Publishing a pathway: a version is an event, and nothing published is ever changed.
 * Episodes that are open stay with the version they began under; new ones begin under this.
 * The text comes read and linted, since that takes too long for a thread that answers others.
 */
import { createHash } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { appendOnce, timeOrderedId, type EventStore } from '#event-store';
import type { LintedDefinition } from '#pathway-language';
import { PATHWAY_PUBLISHED } from '#care-event';
import { type Definition, type Problem } from '#pathway';
import {
  DefinitionRegistry,
  INDEX_STREAM,
  keepRead,
  LISTED,
  readPublished,
  type PublishedHistory,
} from './definition-registry.js';
import { retryOnConflict } from '../shared/retry-on-conflict.js';
import { EVENT_STORE } from '../shared/tokens.js';

export type Publication =
  | {
      readonly status: 'published' | 'repeated';
      readonly id: string;
      readonly version: number;
      readonly hash: string;
      readonly position: string;
    }
  | { readonly status: 'refused'; readonly code: 'invalid'; readonly problems: readonly Problem[] }
  | {
      readonly status: 'refused';
      readonly code: 'version-taken' | 'zone-changed' | 'key-changed';
      readonly message: string;
    };

export class PublishDefinition extends Command<Publication> {
  constructor(
    readonly yaml: string,
    readonly linted: LintedDefinition,
    readonly author: string,
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(PublishDefinition)
export class PublishDefinitionHandler implements ICommandHandler<PublishDefinition> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly registry: DefinitionRegistry,
  ) {}

  execute(command: PublishDefinition): Promise<Publication> {
    return retryOnConflict(() => this.publish(command));
  }

  private async publish({ yaml, linted, author, reason }: PublishDefinition): Promise<Publication> {
    const { definition, problems } = linted;
    if (definition === undefined) return { status: 'refused', code: 'invalid', problems };
    const { id, version } = definition;
    const hash = createHash('sha256').update(yaml).digest('hex');

    const history = await this.registry.history(id);
    const same = history.versions.find((known) => known.hash === hash);
    if (same !== undefined) {
      return { status: 'repeated', id, version: same.version, hash, position: same.position };
    }
    // A warning keeps nothing from being published: whoever publishes has seen it.
    if (problems.some(({ severity }) => severity === 'error')) {
      return { status: 'refused', code: 'invalid', problems };
    }
    const refused = refusalAfter(definition, history);
    if (refused !== undefined) return refused;

    // The index comes first: a crash between the two leaves a listed id without versions,
    // which is harmless; the other way round a published pathway would never be found.
    await appendOnce(this.store, INDEX_STREAM, [
      { id: timeOrderedId(0, LISTED, id), type: LISTED, data: { id }, metadata: {} },
    ]);
    keepRead(hash, definition);
    const { position } = await this.registry.append(id, history.expected, {
      id: timeOrderedId(0, PATHWAY_PUBLISHED, id, String(version), hash),
      type: PATHWAY_PUBLISHED,
      data: { id, version, hash, yaml, author, reason },
      metadata: {},
    });
    return { status: 'published', id, version, hash, position };
  }
}

/** Why this text cannot follow what is published already. */
function refusalAfter(
  { id, version, zone, episodes }: Definition,
  { versions }: PublishedHistory,
): Publication | undefined {
  const newest = versions.at(-1);
  if (newest === undefined) return undefined;
  if (version <= newest.version) {
    const message =
      `Pathway ${id} is already published as version ${newest.version} with other content. ` +
      `A published version never changes: set version: ${newest.version + 1} and publish again.`;
    return { status: 'refused', code: 'version-taken', message };
  }
  const earlier = readPublished(newest);
  const { key } = earlier.episodes ?? {};
  if (key !== undefined && String(key.fields) !== String(episodes?.key?.fields ?? [])) {
    const message =
      `Episodes of ${id} are told apart by ${key.fields.join(', ')}, and those of all its versions ` +
      'exist side by side. A pathway with another key, or with none, needs its own id.';
    return { status: 'refused', code: 'key-changed', message };
  }
  if (earlier.zone === zone) return undefined;
  const message =
    `The days of ${id} begin and end in ${earlier.zone}, and episodes of all its versions ` +
    `exist side by side. A pathway in ${zone} needs its own id.`;
  return { status: 'refused', code: 'zone-changed', message };
}
