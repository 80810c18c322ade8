/**
 * `delivery.yaml`: which services get their messages pushed, where to, and what the
 * process may call at all. Read strictly, since a slip here sends messages nowhere or
 * somewhere else. Secrets stand in files or environment variables, never in it, and are
 * never repeated in a message.
 */
import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Type, type Static } from 'typebox';
import {
  allowedUrl,
  isNetwork,
  isSigningSecret,
  TargetRefused,
  type AllowedTarget,
  type WebhookTarget,
} from '#exchange/webhook';
import { readCheckedYaml, type YamlProblem } from '#pathway-language';
import { PATHWAY_ID } from '#care-event';

export interface DeliveryConfig {
  readonly targets: readonly WebhookTarget[];
  readonly allow: readonly AllowedTarget[];
  readonly networks: readonly string[];
}

/** The file cannot be used; each problem is named with its line and column. */
export class DeliveryConfigRefused extends Error {
  readonly code = 'delivery-config-invalid';
  override readonly name = 'DeliveryConfigRefused';
  constructor(
    readonly file: string,
    readonly problems: readonly YamlProblem[],
  ) {
    const listed = problems
      .slice(0, 5)
      .map(({ line, column, message }) => `line ${line}, column ${column}: ${message}`);
    super(`${file} cannot be used. ${listed.join('; ')}`);
  }
}

/** Bytes of a file of certificates. */
const CERTIFICATES_BYTES_MAX = 256 * 1024;
const closed = { additionalProperties: false } as const;
const Text = Type.String({ minLength: 1, maxLength: 2_000 });

const ConfigSchema = Type.Object(
  {
    /** What may be called at all. */
    allow: Type.Optional(
      Type.Array(
        Type.Object(
          {
            host: Type.String({ minLength: 1, maxLength: 253 }),
            scheme: Type.Optional(Type.Enum(['https', 'http'])),
            port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535 })),
          },
          closed,
        ),
        { maxItems: 500 },
      ),
    ),
    /** Networks that are not public and may be called all the same. */
    networks: Type.Optional(Type.Array(Text, { maxItems: 100 })),
    /** Each has sockets and a circuit of its own. */
    services: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Object(
          {
            url: Text,
            /** One signs; a second is there while they change. */
            secrets: Type.Array(
              Type.Object({ file: Type.Optional(Text), env: Type.Optional(Text) }, closed),
              { minItems: 1, maxItems: 5 },
            ),
            'ca-file': Type.Optional(Text),
          },
          closed,
        ),
        { maxProperties: 500 },
      ),
    ),
  },
  // A secret that stands in the file by mistake is not repeated in a message.
  { ...closed, 'x-confidential': true },
);
type Written = Static<typeof ConfigSchema>;
type WrittenSecret = NonNullable<Written['services']>[string]['secrets'][number];

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * @returns undefined when there is no such file and nobody asked for it by name
 * @throws DeliveryConfigRefused; the system's errors for a file that cannot be read
 */
export async function loadDeliveryConfig(
  { file, defaultFile }: { readonly file?: string | undefined; readonly defaultFile: string },
  surroundings: Surroundings,
): Promise<DeliveryConfig | undefined> {
  const path = resolve(file ?? defaultFile);
  let yaml: string;
  try {
    yaml = await readFile(path, 'utf8');
  } catch (error) {
    if (file === undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return readDeliveryConfig(yaml, path, surroundings);
}

/**
 * @param file where it stands: names of other files are reckoned from there
 * @throws DeliveryConfigRefused
 */
export function readDeliveryConfig(
  yaml: string,
  file: string,
  { env }: Surroundings,
): DeliveryConfig {
  const targets: WebhookTarget[] = [];
  const read = readCheckedYaml(
    yaml,
    ConfigSchema,
    ({ allow = [], networks = [], services = {} }, at) => {
      for (const [i, text] of networks.entries()) {
        if (isNetwork(text)) continue;
        at(['networks', i], `${text} is not a network such as 10.0.0.0/8 or fd00::/8`);
      }
      for (const [service, { url, secrets, 'ca-file': caFile }] of Object.entries(services)) {
        const path = ['services', service];
        if (!PATHWAY_ID.test(service)) {
          at(path, 'the id of a service has lower-case letters, digits and dashes, at most 64');
        }
        refusal(service, url, allow, (message) => at([...path, 'url'], message));
        const texts = secrets.map((secret, i) =>
          attempt(
            () => readSecret(secret, dirname(file), env),
            (message) => at([...path, 'secrets', i], message),
          ),
        );
        const ca =
          caFile === undefined
            ? undefined
            : attempt(
                () => readCertificates(resolve(dirname(file), caFile)),
                (message) => at([...path, 'ca-file'], message),
              );
        const known = texts.filter((secret) => secret !== undefined);
        targets.push({ service, url, secrets: known, ...(ca === undefined ? {} : { ca }) });
      }
    },
  );
  if ('problems' in read) throw new DeliveryConfigRefused(file, read.problems);
  const { allow = [], networks = [] } = read.value;
  return { targets, allow, networks };
}

function refusal(
  service: string,
  url: string,
  allow: readonly AllowedTarget[],
  report: (message: string) => void,
): void {
  try {
    allowedUrl(service, url, allow);
  } catch (error) {
    if (!(error instanceof TargetRefused)) throw error;
    report(error.message);
  }
}

/** What is wrong with one of these, without what stands in it. */
class Unusable extends Error {}

function attempt(read: () => string, report: (message: string) => void): string | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unusable) report(error.message);
    else report(`it cannot be read (${(error as NodeJS.ErrnoException).code ?? 'fault'})`);
    return undefined;
  }
}

function readSecret(
  { file, env: name }: WrittenSecret,
  folder: string,
  env: Surroundings['env'],
): string {
  if ((file === undefined) === (name === undefined)) {
    throw new Unusable('a secret is named by either file or env');
  }
  const text = file === undefined ? env[name ?? ''] : readGuarded(resolve(folder, file));
  if (text === undefined) throw new Unusable(`the environment has no variable ${name}`);
  const secret = text.trim();
  if (isSigningSecret(secret)) return secret;
  throw new Unusable('it holds no secret: whsec_ and 24 to 64 bytes in base64');
}

function readGuarded(file: string): string {
  // Windows has no such mode bits; there the folder's access list guards the file.
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    throw new Unusable('others can read the file: run chmod 600 on it, and change the secret');
  }
  return readFileSync(file, 'utf8');
}

function readCertificates(file: string): string {
  const { size } = statSync(file);
  const text = size > CERTIFICATES_BYTES_MAX ? '' : readFileSync(file, 'utf8');
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new Unusable('it holds no certificates in PEM');
}
