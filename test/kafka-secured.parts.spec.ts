/** Brokers that want a login or encrypt: reached as `kafka.yaml` says, and refused with a reason. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kafkaMissing, startKafka, type KafkaBroker } from '#exchange/kafka/embedded';
import { runStafett } from './data-folder.js';

const missing = kafkaMissing();
const JAAS = 'org.apache.kafka.common.security';
const PASSWORD = 'quite-a-secret';

/** A certificate of its own for the address, its own authority; and one that signed nothing. */
function makeCertificate(folder: string, name: string): string {
  const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)];
  const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', ...subject];
  execFileSync('openssl', [...made, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return cert;
}

interface Checked {
  readonly places: readonly { setting: string; findings: readonly { message: string }[] }[];
}

(missing === undefined ? describe : describe.skip)('Kafka with a login or encryption', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stafett-secured-'));
  let broker: KafkaBroker | undefined;
  let runs = 0;

  beforeAll(async () => {
    const cert = makeCertificate(folder, 'broker');
    makeCertificate(folder, 'stranger');
    const store = join(folder, 'broker.pem');
    const parts = [join(folder, 'broker.key'), cert].map((file) => readFileSync(file, 'utf8'));
    writeFileSync(store, parts.join(''));
    writeFileSync(join(folder, 'right'), PASSWORD, { mode: 0o600 });
    writeFileSync(join(folder, 'wrong'), 'another', { mode: 0o600 });
    const login = 'listener.name.sasl_plaintext';
    broker = await startKafka({
      ...{ dataDir: join(folder, 'kafka'), protocols: ['SASL_PLAINTEXT', 'SSL'] },
      users: { scrammer: PASSWORD },
      settings: {
        'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256',
        [`${login}.plain.sasl.jaas.config`]: `${JAAS}.plain.PlainLoginModule required user_plain="${PASSWORD}";`,
        [`${login}.scram-sha-256.sasl.jaas.config`]: `${JAAS}.scram.ScramLoginModule required;`,
        ...{ 'ssl.keystore.type': 'PEM', 'ssl.keystore.location': store },
      },
    });
  });
  afterAll(async () => {
    await broker?.stop();
    rmSync(folder, { recursive: true });
  });

  /** What `config check` says of a broker with these settings. */
  async function check(address: string, settings: string): Promise<string> {
    const data = join(folder, `data-${(runs += 1)}`);
    mkdirSync(data);
    writeFileSync(join(data, 'kafka.yaml'), `brokers: ['${address}']\n${settings}\n`);
    const { stdout } = await runStafett('config', 'check', '--json', '--data', data);
    const { places } = JSON.parse(stdout) as Checked;
    const found = places.find(({ setting }) => setting === 'kafka')?.findings ?? [];
    return found.map(({ message }) => message).join(' ');
  }
  const login = (mechanism: string, username: string, password: string): string =>
    `sasl: { mechanism: ${mechanism}, username: ${username}, password: { file: ../${password} } }`;
  const trusting = (name: string): string => `tls: { ca-file: ../${name}.crt }`;

  it('takes a user who logs in by PLAIN or by SCRAM, and no other password', async () => {
    const address = broker!.addressOf('SASL_PLAINTEXT');
    const users = [
      ['plain', 'plain'],
      ['scram-sha-256', 'scrammer'],
    ] as const;
    for (const [mechanism, user] of users) {
      const said = await check(address, login(mechanism, user, 'right'));
      expect(said).toContain(`${user} is logged in. The cluster has 1 broker.`);
      const refused = await check(address, login(mechanism, user, 'wrong'));
      expect(refused).toContain('Kafka does not accept the user name and password.');
      expect(`${said} ${refused}`).not.toContain(PASSWORD);
    }
  });

  it('is reached encrypted where the certificate is that of the settings, and not otherwise', async () => {
    const address = broker!.addressOf('SSL');
    const said = await check(address, trusting('broker'));
    expect(said).toContain(
      'The connection is encrypted. Nobody logs in. The cluster has 1 broker.',
    );
    expect(await check(address, trusting('stranger'))).toMatch(/self-signed certificate/);
    expect(await check(address, '')).toMatch(/cannot be reached|protocol/);
  });
});
