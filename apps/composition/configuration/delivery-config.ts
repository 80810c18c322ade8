/**
 * `delivery.yaml`: which services get their messages pushed, where to, and what the
 * process may call at all. Read strictly, since a slip here sends messages nowhere or
 * somewhere else. Secrets stand in files or environment variables, never in it, and are
 * never repeated in a message.
 */
import { dirname, resolve } from 'node:path';
import { Type } from 'typebox';
import {
  allowedUrl,
  isNetwork,
  networksMissing,
  TargetRefused,
  type AllowedTarget,
  type NetworksMissing,
  type Resolve,
  type WebhookTarget,
} from '#exchange/webhook';
import { readCheckedYaml, type YamlProblem } from '#pathway-language';
import { isReceiverName } from '#care-event';
import { attempt, readCertificates, readSecret } from './delivery-secrets.js';
import { readNamedFile, type NamedFile } from './read-named-file.js';

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
        { maxItems: 2_000 },
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
        { maxProperties: 2_000 },
      ),
    ),
  },
  // A secret that stands in the file by mistake is not repeated in a message.
  { ...closed, 'x-confidential': true },
);

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Default: the operating system's resolver. */
  readonly resolve?: Resolve;
}

/**
 * Names are resolved here once, so that a target in a network that nobody named is refused at
 * the start and not at the first push. They are checked again at each push.
 *
 * @returns undefined when there is no such file and nobody asked for it by name
 * @throws DeliveryConfigRefused; the system's errors for a file that cannot be read
 */
export async function loadDeliveryConfig(
  named: NamedFile,
  surroundings: Surroundings,
): Promise<DeliveryConfig | undefined> {
  const read = await readNamedFile(named);
  if (read === undefined) return undefined;
  const { path, text: yaml } = read;
  const config = readDeliveryConfig(yaml, path, surroundings);
  const missing = await networksMissing(config, surroundings);
  return missing.size === 0 ? config : readDeliveryConfig(yaml, path, surroundings, missing);
}

/**
 * @param file where it stands: names of other files are reckoned from there
 * @param missing networks that targets are in and that the file does not name
 * @throws DeliveryConfigRefused
 */
export function readDeliveryConfig(
  yaml: string,
  file: string,
  { env }: Surroundings,
  missing: NetworksMissing = new Map(),
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
        if (!isReceiverName(service)) {
          const form = 'lower-case letters, digits and dashes, at most 64';
          at(
            path,
            `a receiver is a service, or a service@organisation; each id has ${form}, or is * for any`,
          );
        }
        refusal(service, url, allow, (message) => at([...path, 'url'], message));
        const unnamed = missing.get(service);
        if (unnamed !== undefined) at([...path, 'url'], networksAdvice(unnamed));
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

function networksAdvice(unnamed: readonly string[]): string {
  const addresses = unnamed.map((network) => network.replace(/\/\d+$/, '')).join(', ');
  return (
    `nothing would ever be pushed there: ${addresses} is not a public address. ` +
    `If that is intended, add it: networks: [${unnamed.map((one) => `'${one}'`).join(', ')}]`
  );
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
