/**
 * Writes apps/server/openapi/examples: what a running server answers to a short story.
 * Run: `npm run build && node dist/test/tools/openapi-examples.js`.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { ENGINE_SOURCE } from '#care-event';
import { appendOnce, timeOrderedId } from '#event-store';
import { dataFolder, openWriter, WritableFolder } from '../../apps/composition/index.js';
import { answerNameOf } from '../../apps/composition/figures/describe-figure.js';
import { DESCRIPTIONS } from '../../apps/composition/figures/descriptions.js';
import type { ExampleName, FigureAnswerName } from '../../apps/server/openapi/answers.js';
import { serve } from '../../apps/server/serve.js';

const FOLDER = 'apps/server/openapi/examples';
const NOW = Date.parse('2026-03-02T08:00:00Z');
const AS_OF = '2026-04-20T08:00:00Z';
const POISONED = 'paaaaaaaaaaaaaaaaaaaaaaaaaa';
const BY = { author: 'A. Berg', reason: 'an example' } as const;

const CLINIC = {
  ...{ id: 'riverside', name: 'Riverside clinic', kind: 'hospital', level: 'specialist' },
  ...{ municipalities: ['4601'], services: ['clinic'], validFrom: '2020-01-01' },
  identifiers: [{ system: 'no-orgnr', value: '974767880' }],
};

/** Daily life is held beside the rest, and passed on by a handover of its own. */
const DAILY_LIFE = `
  - id: daily-life-on
    title: Daily life to the coordinator
    scope: daily-life
    when: { event: ResponsibilityOffered, where: { scope: daily-life } }
    from: holder
    to: coordinator
    answer-within: 5 days
    accepted: { by: { event: ResponsibilityAccepted, where: { scope: daily-life } } }
    refused:
      by: { event: ResponsibilityRefused, where: { scope: daily-life } }
      then: return-to-sender
    silent: { then: remind }
    source: Made up
responsibility: Treatment
scopes: [{ id: daily-life, title: Daily life, holder: gp, source: Made up }]
`;

export interface Story {
  readonly answers: Answers;
  /** What the same server says of itself. */
  readonly document: {
    readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
  };
}

export type Answers = Readonly<Record<ExampleName, unknown>>;

/** One patient falls ill, is referred, and waits for an answer; the record of another is broken. */
export async function answersOfStory(): Promise<Story> {
  const folder = mkdtempSync(join(tmpdir(), 'stafett-openapi-'));
  try {
    await prepare(folder);
    const server = await serve(folder, { port: 0, clock: () => NOW });
    try {
      const answers = await tell(server.url);
      const document = await (await fetch(`${server.url}/openapi.json`)).json();
      return { answers, document: document as Story['document'] };
    } finally {
      await server.close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A published pathway, a secret that makes the same pseudonyms each time, and one broken decision. */
async function prepare(path: string): Promise<void> {
  writeFileSync(dataFolder(path).secret, Buffer.alloc(32, 7), { mode: 0o600 });
  const writer = await openWriter(path, { clock: () => NOW });
  await writer.engine.importOrganisations([CLINIC], BY);
  await writer.engine.publishDefinition(readFileSync('test/baton.yaml', 'utf8') + DAILY_LIFE, BY);
  await writer.close();
  const folder = await new WritableFolder(path, { clock: () => NOW }).open();
  const metadata = { source: ENGINE_SOURCE, key: 'k', effective: NOW };
  const broken = { id: timeOrderedId(0, 'x'), type: 'HandoverOffered.v1', data: {}, metadata };
  await appendOnce(folder.store, `patient-${POISONED}`, [broken]);
  await folder.close();
}

async function tell(url: string): Promise<Answers> {
  const get = async <T>(path: string): Promise<T> => (await (await fetch(url + path)).json()) as T;
  const post = async (path: string, body: object, type = 'application/json'): Promise<unknown> => {
    const headers = { 'content-type': type };
    return (
      await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })
    ).json();
  };
  const eventOf = (type: string, occurredat: string, data: object): object => ({
    ...{ specversion: '1.0', id: type, source: 'urn:example:gp:4601', type: `${type}.v1` },
    ...{ subject: 'urn:example:gp:4601|17', time: '2026-03-02T09:00:00+01:00', occurredat, data },
  });
  const report = (...event: Parameters<typeof eventOf>): Promise<unknown> =>
    post('/v1/events', eventOf(...event));
  await report('SymptomOnsetReported', '2026-02-20', {});
  const batch = await post(
    '/v1/events',
    [eventOf('SymptomOnsetReported', '2026-02-20', {}), eventOf('ReferralSent', '2026-02-30', {})],
    'application/cloudevents-batch+json',
  );
  const receipt = await report('ReferralSent', '2026-03-02T08:30:00+01:00', { referral: 'r1' });
  await report('ResponsibilityOffered', '2026-03-02T08:45:00+01:00', { scope: 'daily-life' });
  const outbox = await until(
    () => get<{ events: unknown[]; cursor: string }>('/v1/outbox/clinic'),
    {
      is: ({ events }) => events.length > 0,
    },
  );
  const parked = await until(() => get<{ total: number }>('/v1/parked'), {
    is: ({ total }) => total > 0,
  });
  const release = { processor: 'handovers', ...BY };
  const released = await post(`/v1/parked/${POISONED}/discard`, release);
  await until(() => get<{ position: string; readModels: string }>('/health/ready'), {
    is: ({ position, readModels }) => position === readModels,
  });
  const figures = Object.fromEntries(
    await Promise.all(
      DESCRIPTIONS.map(async ({ name, example }) => {
        const answer = await get(`/v1/pathways/baton/${name}?asOf=${AS_OF}&${example}`);
        return [answerNameOf(name), answer] as const;
      }),
    ),
  ) as Readonly<Record<FigureAnswerName, unknown>>;
  const patient = encodeURIComponent('urn:example:gp:4601|17');
  return {
    Receipt: receipt,
    BatchReceipt: batch,
    ...figures,
    Journey: await get(`/v1/patients/${patient}/journey`),
    PatientCustody: await get(`/v1/patients/${patient}/custody`),
    Pathways: await get('/v1/pathways'),
    Pathway: await get('/v1/pathways/baton'),
    Definitions: await get('/v1/pathways/baton/definitions'),
    Organisations: await get('/v1/organisations'),
    Organisation: await get(`/v1/organisations/${encodeURIComponent('no-orgnr|974767880')}`),
    ParkedList: parked,
    ParkedRecord: await get(`/v1/parked/${POISONED}`),
    ParkedRelease: released,
    Outbox: outbox,
    Acknowledgement: await post('/v1/outbox/clinic/acknowledgements', { cursor: outbox.cursor }),
    Live: await get('/health/live'),
    Ready: await get('/health/ready'),
    Timers: await get('/health/timers'),
    KafkaHealth: await get('/health/kafka'),
    Projections: await get('/v1/projections'),
    Metrics: await (await fetch(`${url}/metrics`)).text(),
  };
}

async function until<T>(ask: () => Promise<T>, { is }: { is: (answer: T) => boolean }): Promise<T> {
  for (let tries = 0; tries < 3_000; tries += 1) {
    const answer = await ask();
    if (is(answer)) return answer;
    await pause(20);
  }
  throw new Error('The server did not come to it.');
}

async function writeExamples(answers: Answers): Promise<void> {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER);
  const names = Object.keys(answers);
  for (const [name, answer] of Object.entries(answers)) {
    const value =
      typeof answer === 'string'
        ? `${JSON.stringify(answer.split('\n'))}.join('\\n')`
        : JSON.stringify(answer);
    await write(fileOf(name), `export const ${name}: unknown = ${value};`);
  }
  const imports = names.map((name) => `import { ${name} } from './${fileOf(name)}.js';`);
  await write(
    'index',
    `${imports.join('\n')}\n\nexport const EXAMPLES: Readonly<Record<string, unknown>> = { ${names.join()} };`,
  );
}

/** `ParkedList` → `parked-list`. */
function fileOf(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}

async function write(name: string, code: string): Promise<void> {
  const file = join(FOLDER, `${name}.ts`);
  const text = `/** Written by test/tools/openapi-examples.ts: what a running server answers. */\n${code}\n`;
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeExamples((await answersOfStory()).answers);
}
