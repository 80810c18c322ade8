/** delivery.yaml: what is taken, and what is refused with its place and without its secrets. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeliveryConfigRefused,
  loadDeliveryConfig,
  readDeliveryConfig,
} from './delivery-config.js';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const env = {
  ...{ HOSPITAL_SECRET: SECRET, SHORT: 'whsec_AAAA' },
  ...{ SIGNATURE: `v1,${SECRET}`, NO_BASE64: `whsec_${'å*'.repeat(20)}` },
};

const COMPLETE = `
allow:
  - host: hooks.hospital.example
  - { host: 10.20.0.7, scheme: http, port: 8080 }
networks: [10.20.0.0/16]
services:
  hospital:
    url: https://hooks.hospital.example/stafett
    secrets:
      - file: hospital.secret
      - env: HOSPITAL_SECRET
  gp:
    url: http://10.20.0.7:8080/
    secrets: [{ env: HOSPITAL_SECRET }]
`;

describe('delivery.yaml', () => {
  let folder: string;
  const file = (): string => join(folder, 'delivery.yaml');
  const put = (name: string, text: string, mode = 0o600): void => {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), mode);
  };
  const problemsOf = (yaml: string): DeliveryConfigRefused => {
    try {
      readDeliveryConfig(yaml, file(), { env });
    } catch (error) {
      if (error instanceof DeliveryConfigRefused) return error;
      throw error;
    }
    throw new Error('It was taken.');
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stafett-config-'));
    put('hospital.secret', `${SECRET}\n`);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('names services, what may be called, and secrets in files and variables', () => {
    expect(readDeliveryConfig(COMPLETE, file(), { env })).toEqual({
      targets: [
        {
          service: 'hospital',
          url: 'https://hooks.hospital.example/stafett',
          secrets: [SECRET, SECRET],
        },
        { service: 'gp', url: 'http://10.20.0.7:8080/', secrets: [SECRET] },
      ],
      allow: [
        { host: 'hooks.hospital.example' },
        { host: '10.20.0.7', scheme: 'http', port: 8080 },
      ],
      networks: ['10.20.0.0/16'],
    });
  });

  it('names any service or organisation by *, and nothing else that is no id', () => {
    const named = (name: string) => COMPLETE.replace('  gp:', `  '${name}':`);
    for (const name of ['rehabilitation@*', '*@haukeland', '*@*', '*', 'gp@bergen'])
      expect(readDeliveryConfig(named(name), file(), { env }).targets[1]?.service).toBe(name);
    for (const name of ['rehab*', 'gp@', '@bergen', 'gp@*@*', '**'])
      expect(problemsOf(named(name)).message).toContain('is * for any');
  });

  it('may be missing where it usually is, but not where somebody said it was', async () => {
    const defaultFile = file();
    expect(await loadDeliveryConfig({ defaultFile }, { env })).toBeUndefined();
    await expect(
      loadDeliveryConfig({ defaultFile, file: join(folder, 'no.yaml') }, { env }),
    ).rejects.toThrow(expect.objectContaining({ code: 'ENOENT' }));
    put('delivery.yaml', COMPLETE);
    expect((await loadDeliveryConfig({ defaultFile }, { env }))?.targets).toHaveLength(2);
  });

  it.each([
    ['an unknown key, with the one meant', 'servces: {}', 1, 'did you mean services'],
    ['a list', '- hospital', 1, 'expected a map'],
    ['broken YAML', 'services: [', 1, ''],
    ['an alias inside what it repeats', 'networks: &a [*a]', 1, 'alias'],
    ['a key that is there twice', 'networks: []\nnetworks: []', 2, 'is repeated'],
    [
      'a network that is none',
      'networks:\n  - 10.0.0.0/8\n  - 10.0.0.1',
      3,
      '10.0.0.1 is not a network',
    ],
    [
      'another scheme',
      'allow:\n  - { host: a, scheme: ftp }',
      2,
      'expected https, http; found "ftp"',
    ],
    ['a port that is none', 'allow:\n  - { host: a, port: 0 }', 2, 'expected at least 1, found 0'],
    [
      'a target that is not allowed',
      'services:\n  gp:\n    url: https://a.example/\n    secrets: [{ env: HOSPITAL_SECRET }]',
      3,
      'no entry of the allow-list',
    ],
    [
      'a service that no definition can name',
      'allow: [{ host: a.example }]\nservices:\n  GP 1:\n    url: https://a.example/\n    secrets: [{ env: HOSPITAL_SECRET }]',
      3,
      'lower-case',
    ],
    ['a service without secrets', service('secrets: []'), 5, 'at least one'],
    ['a secret in the file itself', service('secrets: [whsec_AAAA]'), 5, 'expected a map'],
    [
      'a variable that is not there',
      service('secrets: [{ env: NOBODY }]'),
      5,
      'no variable NOBODY',
    ],
    ['a signature for a secret', service('secrets: [{ env: SIGNATURE }]'), 5, 'holds no secret'],
    ['a secret not in base64', service('secrets: [{ env: NO_BASE64 }]'), 5, 'holds no secret'],
    ['a secret that is too short', service('secrets: [{ env: SHORT }]'), 5, '24 to 64 bytes'],
    ['a file that is not there', service('secrets: [{ file: no.secret }]'), 5, 'ENOENT'],
    [
      'both a file and a variable',
      service('secrets: [{ file: a, env: b }]'),
      5,
      'either file or env',
    ],
    [
      'certificates that are none',
      service('secrets: [{ env: HOSPITAL_SECRET }]\n    ca-file: hospital.secret'),
      6,
      'no certificates',
    ],
  ])('is refused with %s, and says where', (_what, yaml, line, message) => {
    const refused = problemsOf(yaml);
    expect(refused).toMatchObject({ code: 'delivery-config-invalid' });
    expect(refused.problems[0]?.line).toBe(line);
    expect(refused.message).toContain(message);
    expect(refused.message).not.toMatch(/whsec_[A-Za-z0-9]/);
  });

  it.each([
    ['an address of this machine', '127.0.0.1', '127.0.0.1', "['127.0.0.1/32']"],
    ['one that is written otherwise', "'2130706433'", '127.0.0.1', "['127.0.0.1/32']"],
    ['one of IPv6', "'[::1]'", '::1', "['::1/128']"],
    ['one of IPv4 in the clothes of IPv6', "'[::ffff:10.1.2.3]'", '10.1.2.3', "['10.1.2.3/32']"],
    ['one of the neighbourhood', '192.168.4.7', '192.168.4.7', "['192.168.4.7/32']"],
    ['the metadata of a cloud', '169.254.169.254', '169.254.169.254', "['169.254.169.254/32']"],
    ['a name of this machine', 'localhost', '127.0.0.1, ::1', "['127.0.0.1/32', '::1/128']"],
    ['a name that leads inside', 'hooks.inside.example', '10.9.8.7', "['10.9.8.7/32']"],
  ])(
    'is refused at the start with %s that no network names',
    async (_what, host, address, advice) => {
      const url = `http://${host.replaceAll("'", '')}/`;
      put(
        'delivery.yaml',
        `allow: [{ host: ${host}, scheme: http }]\nservices:\n  gp:\n    url: '${url}'\n    secrets: [{ env: HOSPITAL_SECRET }]`,
      );
      const refused = loadDeliveryConfig({ defaultFile: file() }, { env, resolve });
      await expect(refused).rejects.toMatchObject({
        code: 'delivery-config-invalid',
        problems: [{ line: 4 }],
      });
      await expect(refused).rejects.toThrow(address);
      await expect(refused).rejects.toThrow(`networks: ${advice}`);
    },
  );

  it('is taken where the networks name the address, and where nobody knows the name yet', async () => {
    const target = (host: string): string =>
      `allow: [{ host: ${host} }]\nservices:\n  gp:\n    url: https://${host}/\n    secrets: [{ env: HOSPITAL_SECRET }]`;
    for (const yaml of [
      `networks: ['127.0.0.1/32']\n${target('127.0.0.1')}`,
      target('hooks.nobody.example'),
      target('hooks.public.example'),
    ]) {
      put('delivery.yaml', yaml);
      const config = await loadDeliveryConfig({ defaultFile: file() }, { env, resolve });
      expect(config?.targets).toHaveLength(1);
    }
  });

  it('is refused with a secret that others can read', () => {
    put('open.secret', SECRET, 0o644);
    const refused = problemsOf(service('secrets: [{ file: open.secret }]'));
    expect(refused.message).toContain('chmod 600');
  });
});

const NAMES: Readonly<Record<string, readonly string[]>> = {
  localhost: ['127.0.0.1', '::1'],
  'hooks.inside.example': ['10.9.8.7'],
  'hooks.public.example': ['192.0.78.9'],
};

/** A resolver that knows three names. */
function resolve(name: string): Promise<{ address: string; family: number }[]> {
  const known = NAMES[name];
  if (known === undefined) return Promise.reject(new Error('ENOTFOUND'));
  return Promise.resolve(
    known.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  );
}

/** One service that is in order but for what is given; that begins on line 5. */
function service(rest: string): string {
  return `allow: [{ host: a.example }]\nservices:\n  gp:\n    url: https://a.example/\n    ${rest}`;
}
