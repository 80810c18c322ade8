/** Where the log, the read models and the work go: what may be chosen, and that no password is shown. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationInvalid } from './configuration-invalid.js';
import {
  loadConfiguration,
  type ConfigurationSources,
  type LoadedConfiguration,
} from './load-configuration.js';

describe('The places of an installation', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stafett-places-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const load = (
    env: Readonly<Record<string, string>>,
    more: Partial<ConfigurationSources> = {},
  ): Promise<LoadedConfiguration> =>
    loadConfiguration({ flags: {}, env: { STAFETT_DATA: folder, ...env }, folder, ...more });
  const refusal = async (
    env: Readonly<Record<string, string>>,
    more: Partial<ConfigurationSources> = {},
  ): Promise<string> => {
    const refused: unknown = await load(env, more).catch((error: unknown) => error);
    if (refused instanceof ConfigurationInvalid) return refused.message;
    throw new Error('It was accepted.');
  };

  const POSTGRES = 'postgres://anna@db/care';
  const ESDB = 'esdb://log:2113?tls=false';
  const postgres = { kind: 'postgres', address: POSTGRES };
  const eventstoredb = { kind: 'eventstoredb', address: ESDB };

  it('are the data folder where nobody says anything', async () => {
    const inFolder = { kind: 'sqlite', folder };
    const all = { log: inFolder, readModels: inFolder, work: inFolder };
    expect((await load({})).places).toEqual(all);
    expect((await load({ STAFETT_EVENT_STORE: 'sqlite:' })).places).toEqual(all);
  });

  it('follow the log, and the read models follow the work where the log is an EventStoreDB', async () => {
    const { places } = await load({ STAFETT_EVENT_STORE: POSTGRES });
    expect(places).toEqual({ log: postgres, readModels: postgres, work: postgres });
    const beside = await load({ STAFETT_EVENT_STORE: ESDB, STAFETT_WORK: POSTGRES });
    expect(beside.places).toEqual({ log: eventstoredb, readModels: postgres, work: postgres });
    const models = await load({ STAFETT_EVENT_STORE: ESDB, STAFETT_READ_MODELS: POSTGRES });
    expect(models.places).toEqual({ log: eventstoredb, readModels: postgres, work: postgres });
  });

  it('are reckoned from where they are written', async () => {
    writeFileSync(join(folder, 'stafett.yaml'), 'event-store: sqlite:./log\n');
    const { places } = await load({}, { flags: { work: 'sqlite:../work' }, folder });
    expect(places.log).toEqual({ kind: 'sqlite', folder: join(folder, 'log') });
    expect(places.work).toEqual({ kind: 'sqlite', folder: join(folder, '..', 'work') });
  });

  it('keep a lock in a file for logs that no other machine writes to', async () => {
    const alone = { STAFETT_EVENT_STORE: ESDB };
    expect(await refusal(alone)).toContain('set single-host');
    const inFolder = { kind: 'sqlite', folder };
    expect((await load({ ...alone, STAFETT_SINGLE_HOST: 'true' })).places).toEqual({
      ...{ log: eventstoredb, readModels: inFolder, work: inFolder },
    });
    const apart = { STAFETT_EVENT_STORE: POSTGRES, STAFETT_WORK: 'sqlite:' };
    expect(await refusal(apart)).toMatch(/^STAFETT_WORK: .*set single-host/);
    expect(await refusal({ STAFETT_SINGLE_HOST: 'yes' })).toContain('true or false');
  });

  it('take a password from the environment or a file of its own, and show it nowhere', async () => {
    const loaded = await load({ STAFETT_EVENT_STORE: 'postgres://anna:s%40cret@db/care' });
    expect(loaded.places.log).toEqual({ ...postgres, password: 's@cret' });
    expect(JSON.stringify(loaded.values)).not.toContain('cret');
    const file = join(folder, 'password');
    writeFileSync(file, 's@cret\n', { mode: 0o600 });
    const named = `${POSTGRES}?schema=north&password-file=password`;
    const fromFile = await load({}, { flags: { 'event-store': named } });
    expect(fromFile.places.log).toEqual({
      ...{ kind: 'postgres', address: `${POSTGRES}?schema=north`, password: 's@cret' },
    });
    chmodSync(file, 0o644);
    expect(await refusal({}, { flags: { 'event-store': named } })).toContain('chmod o=');
  });

  it.each([
    ['mysql://anna:s3cret@db/care', 'it must be sqlite:./folder'],
    ['postgres://anna:s3cret@db/care', 'a password where others can see it'],
    ['postgres://anna:s3c/ret@db/care', ''],
    ['postgres://anna@db/care?password-file=none', 'cannot be read (ENOENT)'],
  ])('refuse %s on the command line, without its password', async (text, why) => {
    const message = await refusal({}, { flags: { 'event-store': text } });
    expect(message).toMatch(/^--event-store: /);
    expect(message).toContain(why);
    expect(message).not.toMatch(/s3c/);
  });

  it('keep an EventStoreDB for the log', async () => {
    expect(await refusal({ STAFETT_READ_MODELS: ESDB })).toContain('keeps the log alone');
  });
});
