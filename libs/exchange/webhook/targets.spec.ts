/** Where a webhook may go and where not: the allow-list, addresses, redirection of names, TLS. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import * as net from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { mayConnect, parseNetworks } from './address-check.js';
import { TEST_CERTIFICATE, TEST_KEY } from './certificate.spec.support.js';
import type { PushOrders } from './push-once.spec.fixture.js';
import {
  answering,
  closeReceivers,
  deliveryTo,
  outboxMessage,
  plain,
  push,
  rawReceiver,
  receiver,
  SECRET,
  SHORT,
  type Place,
  type Receiver,
} from './receiver.spec.support.js';

afterEach(closeReceivers);

/** In a process of its own with these variables: what reads them does so for the whole process. */
async function pushElsewhere(
  { url, allow }: Place,
  env: Readonly<Record<string, string>>,
): Promise<unknown> {
  const fixture = join(import.meta.dirname, 'push-once.spec.fixture.js');
  const target = { service: 'hospital', url, secrets: [SECRET] };
  const orders: PushOrders = { target, allow, message: outboxMessage() };
  const options = { env: { ...process.env, ...env } };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [fixture, JSON.stringify(orders)],
    options,
  );
  return JSON.parse(stdout);
}

describe('A target', () => {
  const refusal = (place: Place) => () => deliveryTo(place);

  it.each([
    ['on no list', 'https://hooks.example.test/', []],
    ['with another port', 'https://hooks.example.test:8443/', [{ host: 'hooks.example.test' }]],
    ['over plain HTTP', 'http://hooks.example.test/', [{ host: 'hooks.example.test' }]],
    [
      'under a name that only begins alike',
      'https://hooks.example.test.evil.test/',
      [{ host: 'hooks.example.test' }],
    ],
    ['with a password', 'https://me:secret@hooks.example.test/', [{ host: 'hooks.example.test' }]],
    ['with a fragment', 'https://hooks.example.test/#a', [{ host: 'hooks.example.test' }]],
    ['of another scheme', 'file:///etc/passwd', [{ host: '' }]],
    ['that is no URL', 'hooks.example.test', [{ host: 'hooks.example.test' }]],
  ])('%s is refused when it is configured', (_what, url, allow) => {
    expect(refusal({ url, allow })).toThrow(expect.objectContaining({ code: 'target-refused' }));
  });

  it('may be written in capitals and with the port that goes without saying', () => {
    const allow = [{ host: 'Hooks.Example.TEST', port: 443 }];
    expect(refusal({ url: 'https://HOOKS.example.test/a?b=c', allow })).not.toThrow();
  });

  it.each([
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '0.0.0.0',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '198.51.100.7',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[0:0:0:0:0:ffff:a00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::10.0.0.1]',
    '[2002:7f00:1::]',
    '[2001::1]',
    '[fe80::1]',
    '[fc00::1]',
    '[fd12:3456::1]',
    '[ff02::1]',
    '[fec0::1]',
    '[2001:db8::1]',
  ])('at the address %s is not connected to, though it is on the list', async (host) => {
    const place = { url: `https://${host}/`, allow: [{ host }] };
    const delivery = deliveryTo(place, { networks: [], limits: SHORT });
    expect(await push(delivery)).toEqual({
      status: 'failed',
      reason: 'refused-address',
      fault: 'target',
    });
  });

  it.each([
    ['a private address', ['10.0.0.1']],
    ['a public and a private one', ['93.184.216.34', '10.0.0.1']],
    ['a mapped one', ['::ffff:10.0.0.1']],
    ["a cloud's metadata service", ['169.254.169.254']],
  ])('whose name leads to %s is not connected to', async (_what, addresses) => {
    const resolve = () =>
      Promise.resolve(addresses.map((address) => ({ address, family: net.isIP(address) })));
    const place = { url: 'https://hooks.example.test/', allow: [{ host: 'hooks.example.test' }] };
    const delivery = deliveryTo(place, { resolve, limits: SHORT });
    expect(await push(delivery)).toMatchObject({ reason: 'refused-address' });
  });

  it('is reached at the address that was checked, whatever its name leads to a moment later', async () => {
    const there = await receiver(answering(200));
    const answers = ['127.0.0.1', '10.0.0.1'];
    const resolve = () => Promise.resolve([{ address: answers.shift() ?? '10.0.0.1', family: 4 }]);
    const allow = [{ host: 'hooks.example.test', scheme: 'http' as const, port: there.port }];
    const url = `http://hooks.example.test:${there.port}/hook`;
    const delivery = deliveryTo({ url, allow }, { resolve });
    expect(await push(delivery)).toEqual({ status: 'delivered' });
    expect(answers).toEqual(['10.0.0.1']);
    expect(there.received[0]?.headers['host']).toBe(`hooks.example.test:${there.port}`);
  });

  it('whose name is not known fails like one that is down', async () => {
    const resolve = () => Promise.reject(new Error('ENOTFOUND'));
    const place = { url: 'https://hooks.example.test/', allow: [{ host: 'hooks.example.test' }] };
    expect(await push(deliveryTo(place, { resolve }))).toMatchObject({ reason: 'unknown-host' });
  });

  it('is given up for now when its name is never resolved', async () => {
    const resolve = () => new Promise<never>(() => undefined);
    const place = { url: 'https://hooks.example.test/', allow: [{ host: 'hooks.example.test' }] };
    const delivery = deliveryTo(place, { resolve, limits: SHORT });
    expect(await push(delivery)).toMatchObject({ reason: 'connect-timeout' });
  });

  it('is reached without the proxy that the environment names', async () => {
    const there = await receiver(answering(200));
    const proxy = await receiver(answering(502));
    const url = `http://127.0.0.1:${proxy.port}`;
    const env = { HTTP_PROXY: url, http_proxy: url, NODE_USE_ENV_PROXY: '1' };
    expect(await pushElsewhere(plain(there), env)).toEqual({ status: 'delivered' });
    expect(proxy.received).toEqual([]);
  });

  it('may lie in a network that the operator named, in whichever form its address comes', () => {
    const networks = parseNetworks(['10.0.0.0/8', 'fd00::/8']);
    for (const address of ['10.1.2.3', '::ffff:10.1.2.3', 'fd00::7'])
      expect(mayConnect(address, networks)).toBe(true);
    for (const address of ['11.0.0.1', '2a00::1']) expect(mayConnect(address, networks)).toBe(true);
    for (const address of ['192.168.0.1', '::ffff:192.168.0.1', 'fe80::1', 'no address'])
      expect(mayConnect(address, networks)).toBe(false);
  });
});

describe('Over TLS', () => {
  const tls = { key: TEST_KEY, cert: TEST_CERTIFICATE };
  const secure = (there: Receiver, host = 'hooks.example.test'): Place => ({
    url: `https://${host}:${there.port}/hook`,
    allow: [{ host, port: there.port }],
  });
  const resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);

  it('a certificate that the operator trusts is taken', async () => {
    const there = await receiver(answering(200), tls);
    const delivery = deliveryTo(secure(there), { resolve, ca: TEST_CERTIFICATE });
    expect(await push(delivery)).toEqual({ status: 'delivered' });
  });

  it('a certificate that nobody vouches for is not, whatever the environment says', async () => {
    const there = await receiver(answering(200), tls);
    const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    expect(await pushElsewhere(secure(there), env)).toMatchObject({ reason: 'tls' });
    expect(there.received).toEqual([]);
  });

  it('a certificate for another name is not', async () => {
    const there = await receiver(answering(200), tls);
    const delivery = deliveryTo(secure(there, 'other.example.test'), {
      resolve,
      ca: TEST_CERTIFICATE,
    });
    expect(await push(delivery)).toMatchObject({ reason: 'tls' });
    expect(there.received).toEqual([]);
  });

  it('a handshake that never ends is given up', async () => {
    const there = await rawReceiver(() => undefined);
    const place = secure({ port: there.port } as Receiver);
    const delivery = deliveryTo(place, { resolve, limits: SHORT });
    expect(await push(delivery)).toMatchObject({ reason: 'connect-timeout' });
  });
});
