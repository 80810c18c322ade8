/** Organisations on a real log: what an import records, and what the directory says of then and now. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { dayOf } from '#calendar';
import type { JsonObject } from '#care-event';
import { jsonCodec, readWholeStream, type EventStore } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { EngineModule, OrganisationRegistry, StafettEngine } from '../index.js';
import { checkOrganisations, ORGANISATION_IMPORT_LIMITS } from './check-organisations.js';
import { listOrganisations, showOrganisation } from './organisation-queries.js';

const BY = { author: 'A. Berg', reason: 'municipalities of 2020' };
const DAY_MS = 86_400_000;
const IN_2026 = dayOf('2026-06-01');

function municipality(id: string, number: string, more: JsonObject = {}): JsonObject {
  return {
    ...{ id, name: id, kind: 'municipality', level: 'municipal' },
    ...{ municipalities: [number], services: ['rehabilitation'] },
    ...more,
  };
}
const FJELL = municipality('fjell', '1246');
const CLOSED = { ...FJELL, validTo: '2019-12-31', replacedBy: 'oygarden' };
const OYGARDEN = municipality('oygarden', '4626', { validFrom: '2020-01-01' });

describe('Organisations', () => {
  /** Ids of organisations of which nothing can be read. */
  const unreadable = new Set<unknown>();
  let now: number;
  let store: EventStore;
  let context: INestApplicationContext;
  let engine: StafettEngine;
  let registry: OrganisationRegistry;
  const record = (organisations: readonly JsonObject[]) =>
    engine.importOrganisations(organisations, BY);
  const stored = async (): Promise<readonly string[]> =>
    (await readWholeStream(store, 'organisations')).map(({ type }) => type);

  beforeEach(async () => {
    now = Date.parse('2026-01-05T09:00:00Z');
    unreadable.clear();
    const codec: typeof jsonCodec = {
      ...jsonCodec,
      decode: (context, bytes) => {
        const payload = jsonCodec.decode(context, bytes);
        const { id } = (payload['organisation'] ?? {}) as JsonObject;
        if (unreadable.has(id)) throw new Error('lost');
        return payload;
      },
    };
    const clock = (): number => now;
    store = await openSqliteEventStore({ file: ':memory:', access: 'write', clock, codec });
    const module = EngineModule.register({ store, clock: () => now });
    context = await NestFactory.createApplicationContext(module, { logger: false });
    engine = context.get(StafettEngine);
    registry = context.get(OrganisationRegistry);
  });
  afterEach(async () => {
    await context.close();
    await store.close();
  });

  it('are recorded once, however often they are stated', async () => {
    const first = await record([FJELL, OYGARDEN]);
    expect(first).toMatchObject({ status: 'imported', unchanged: 0 });
    expect(await record([OYGARDEN, FJELL])).toMatchObject({ status: 'unchanged', unchanged: 2 });
    expect(await record([CLOSED])).toMatchObject({
      changes: [{ change: 'corrected' }],
    });
    expect(await record([FJELL])).toMatchObject({ changes: [{ change: 'corrected' }] });
    expect(await stored()).toEqual([
      'OrganisationRegistered.v1',
      'OrganisationRegistered.v1',
      'OrganisationChanged.v1',
      'OrganisationChanged.v1',
    ]);
  });

  it('are only looked at where that is all that is asked', async () => {
    expect(await checkOrganisations([FJELL], [])).toMatchObject({
      status: 'checked',
      changes: [{ change: 'registered', organisation: { id: 'fjell' } }],
    });
  });

  it('are recorded all or none, and each that cannot be is named with its place', async () => {
    const wrong = { ...OYGARDEN, identifiers: [{ system: 'no-orgnr', value: '123456789' }] };
    const refused = await record([FJELL, { ...wrong, level: 'county' }, wrong]);
    expect(refused).toMatchObject({
      status: 'refused',
      code: 'invalid',
      problems: [
        { index: 1, path: '/level' },
        { index: 2, path: '/identifiers/0/value' },
      ],
    });
    expect(await record([FJELL, { ...CLOSED, id: 'sund', replacedBy: 'nobody' }])).toMatchObject({
      problems: [{ index: 1, path: '/replacedBy' }],
    });
    expect(await stored()).toEqual([]);
  });

  it('are refused where there are more than an import takes', async () => {
    const many = Array.from({ length: ORGANISATION_IMPORT_LIMITS.versions + 1 }, () => FJELL);
    expect(await record(many)).toMatchObject({ status: 'refused', code: 'too-many' });
  });

  it('are refused with a reason that nobody would read', async () => {
    const by = { ...BY, reason: 'x'.repeat(2_001) };
    expect(await engine.importOrganisations([FJELL], by)).toMatchObject({ code: 'invalid' });
  });

  it('go into the log in parts where there are more than it takes at once', async () => {
    const many = Array.from({ length: 2_500 }, (_, n) => municipality(`m-${n}`, String(n)));
    expect(await record(many)).toMatchObject({ status: 'imported' });
    expect(registry.current().on(IN_2026)).toHaveLength(2_500);
    expect(await record(many)).toMatchObject({ status: 'unchanged' });
  });

  it('are known as they were known then', async () => {
    await record([FJELL]);
    const before = now;
    now += DAY_MS;
    await record([CLOSED, OYGARDEN]);
    expect(registry.current().currentOf('fjell', IN_2026)?.id).toBe('oygarden');
    expect(registry.knownAt(before).currentOf('fjell', IN_2026)?.id).toBe('fjell');
    expect(registry.knownAt(before - 1).size).toBe(0);
    expect(registry.knownAt(now)).toBe(registry.current());
  });

  it('are known to whoever follows the log beside the one that imports', async () => {
    const beside = new OrganisationRegistry(store);
    await beside.refresh();
    await record([FJELL]);
    expect(beside.current().size).toBe(0);
    await Promise.all([beside.refresh(), beside.refresh()]);
    expect(beside.current().size).toBe(1);
    expect(beside.all()).toHaveLength(1);
  });

  it('are recorded once by two who import them at the same moment', async () => {
    const module = EngineModule.register({ store, clock: () => now });
    const other = await NestFactory.createApplicationContext(module, { logger: false });
    await Promise.all([
      record([OYGARDEN, FJELL]),
      other.get(StafettEngine).importOrganisations([CLOSED, OYGARDEN], BY),
    ]);
    await other.close();
    const types = await stored();
    expect(types.filter((type) => type === 'OrganisationRegistered.v1')).toHaveLength(2);
    expect(types).toHaveLength(3);
  });

  it('are recorded once where another import comes while a large one is being checked', async () => {
    const many = Array.from({ length: 3_000 }, (_, n) => municipality(`m-${n}`, String(n)));
    await Promise.all([record([...many, FJELL]), record([FJELL])]);
    expect(await stored()).toHaveLength(3_001);
  });

  it('are left out where an event cannot be read, and none are imported until it can', async () => {
    await record([CLOSED, OYGARDEN]);
    unreadable.add('fjell');
    const module = EngineModule.register({ store, clock: () => now });
    const later = await NestFactory.createApplicationContext(module, { logger: false });
    const directory = later.get(OrganisationRegistry).current();
    expect(directory.on(IN_2026).map(({ id }) => id)).toEqual(['oygarden']);
    const importing = later.get(StafettEngine).importOrganisations([FJELL], BY);
    await expect(importing).rejects.toMatchObject({ code: 'log-damaged' });
    await later.close();
  });

  it('are listed by service, municipality and kind, and a misspelt one is named', async () => {
    await record([CLOSED, OYGARDEN]);
    const at = '2026-06-01';
    const ids = (query: object): readonly string[] =>
      listOrganisations(registry, { at, ...query }).organisations.map(({ id }) => id);
    expect(ids({})).toEqual(['oygarden']);
    expect(ids({ at: '2019-06-01' })).toEqual(['fjell']);
    expect(ids({ municipality: '4626', service: 'rehabilitation' })).toEqual(['oygarden']);
    expect(ids({ municipality: '1246' })).toEqual([]);
    expect(() => ids({ service: 'rehabilitaton' })).toThrow(/Did you mean rehabilitation\?/);
    expect(listOrganisations(registry, { at, limit: 0 })).toMatchObject({ total: 1 });
  });

  it('are shown with everything that was ever said of them', async () => {
    await record([FJELL]);
    await record([CLOSED, OYGARDEN]);
    const shown = showOrganisation(registry, { reference: 'fjell', at: '2026-06-01' });
    expect(shown).toMatchObject({ organisation: null, successor: 'oygarden', predecessors: [] });
    expect(shown.history.map(({ corrected }) => corrected)).toEqual([true, false]);
    expect(showOrganisation(registry, { reference: 'oygarden', at: '2026-06-01' })).toMatchObject({
      organisation: { municipalities: ['4626'] },
      predecessors: ['fjell'],
      history: [{ author: 'A. Berg', recordedAt: '2026-01-05T09:00:00Z' }],
    });
    const asked = (reference: string) => () =>
      showOrganisation(registry, { reference, at: '2026-06-01' });
    expect(asked('oygaarden')).toThrow(/Did you mean oygarden\?/);
    expect(asked('no-orgnr|1')).toThrow(/Nobody has the identifier/);
  });
});
