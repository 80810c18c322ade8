/** Publishing a text that another thread has read: the thread of the engine never parses it. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { OutcomeUnknown, type EventStore } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { readAndLint, type LintedDefinition } from '#pathway-language';
import { SMALL } from '#pathway/testing';
import { DefinitionRegistry } from './definition-registry.js';
import {
  PublishDefinition,
  PublishDefinitionHandler,
  type Publication,
} from './publish-definition.js';

/** No definition: whoever parses it finds out. */
const ELSEWHERE = 'what another thread has read';

describe('A text that comes read and linted', () => {
  let store: EventStore;
  let registry: DefinitionRegistry;

  const publish = (yaml: string, linted: LintedDefinition): Promise<Publication> =>
    new PublishDefinitionHandler(store, registry).execute(
      new PublishDefinition(yaml, linted, 'a physiotherapist', 'first version'),
    );

  beforeEach(async () => {
    store = await openSqliteEventStore({ file: ':memory:', access: 'write', clock: () => 0 });
    registry = new DefinitionRegistry(store);
  });
  afterEach(() => store.close());

  it('is published, and in force here, without being read once more', async () => {
    const linted = readAndLint(SMALL);
    expect(await publish(ELSEWHERE, linted)).toMatchObject({ status: 'published' });
    expect(registry.current()).toEqual([linted.definition]);
  });

  it('is refused with the problems that were found there', async () => {
    const { problems } = readAndLint('a: [');
    expect(await publish(SMALL, { definition: undefined, problems })).toEqual({
      status: 'refused',
      code: 'invalid',
      problems,
    });
  });

  it('is in force once it is there, though nobody was told that it was appended', async () => {
    const linted = readAndLint(SMALL);
    const carriedOut: (() => Promise<unknown>)[] = [];
    const answersNothing: EventStore = Object.create(store, {
      append: {
        value: (...args: Parameters<EventStore['append']>) => {
          if (!args[0].startsWith('definition-')) return store.append(...args);
          carriedOut.push(() => store.append(...args));
          return Promise.reject(new OutcomeUnknown('no answer'));
        },
      },
    }) as EventStore;
    registry = new DefinitionRegistry(answersNothing);
    const handler = new PublishDefinitionHandler(answersNothing, registry);
    const command = new PublishDefinition(SMALL, linted, 'a physiotherapist', 'first version');
    await expect(handler.execute(command)).rejects.toThrow(OutcomeUnknown);
    await registry.settle();
    expect(registry.current()).toEqual([]);
    for (const each of carriedOut) await each();
    await registry.settle();
    expect(registry.current()).toEqual([linted.definition]);
  });
});
