/** A real folder on which a handler meets a poison event: engine, parking lot and one processor, as a server has them. */
import { readFile } from 'node:fs/promises';
import { LogProcessor, type ParkedSequence } from '#engine';
import {
  appendOnce,
  readWholeStream,
  timeOrderedId,
  type JsonObject,
  type RecordedEvent,
} from '#event-store';
import { readPatient } from '#exchange';
import { openProcessorCheckpoints, openWriter, type Writer } from '../apps/composition/index.js';
import { BACK_PAIN_PATHWAY, temporaryFolder } from './data-folder.js';
import { installationOf } from './test-store.js';

export const BY = { author: 'A. Berg', reason: 'mended' } as const;
export const NAMES = ['anna', 'bo', 'kari'] as const;
export type Name = (typeof NAMES)[number];

const NOW = Date.parse('2026-03-01T12:00:00Z');

interface Running extends Writer {
  readonly processor: LogProcessor;
  stop(): Promise<void>;
}

export class ParkedFolder {
  now = NOW;
  poison: (event: RecordedEvent) => boolean = () => false;
  readonly reported: ParkedSequence[] = [];
  /** Pseudonyms. */
  readonly patients = new Map<Name, string>();
  private visits = 0;

  private constructor(
    private readonly folder: Awaited<ReturnType<typeof temporaryFolder>>,
    public running: Running,
  ) {}

  static async open(): Promise<ParkedFolder> {
    const folder = await temporaryFolder();
    const one = new ParkedFolder(folder, undefined as unknown as Running);
    await one.start();
    const { secret, engine } = one.running;
    for (const name of NAMES) one.patients.set(name, readPatient(`test|${name}`, secret));
    await engine.publishDefinition(await readFile(BACK_PAIN_PATHWAY, 'utf8'), BY);
    await one.record('anna', 'SymptomOnsetReported', 'onset');
    return one;
  }

  get path(): string {
    return this.folder.path;
  }

  get anna(): string {
    return this.pseudonym('anna');
  }

  pseudonym(name: Name): string {
    return this.patients.get(name) ?? '';
  }

  async start(): Promise<void> {
    const onParked = (holding: ParkedSequence): void => void this.reported.push(holding);
    const writer = await openWriter(installationOf(this.path), { clock: () => this.now, onParked });
    const checkpoints = await openProcessorCheckpoints(writer.folder, writer.shareWriter());
    const processor = new LogProcessor({
      name: 'handovers',
      store: writer.store,
      checkpoints,
      parking: writer.parking,
      partitionKeyOf: ({ stream, type }) =>
        type.startsWith('VisitCompleted') ? /^patient-(.+)$/.exec(stream)?.[1] : undefined,
      handle: (event) => this.effect(event),
      clock: () => this.now,
    });
    const stop = async (): Promise<void> => {
      await checkpoints.close();
      await writer.close();
    };
    this.running = { ...writer, processor, stop };
  }

  async restart(): Promise<void> {
    await this.running.stop();
    await this.start();
  }

  async remove(): Promise<void> {
    await this.running.stop().catch(() => undefined);
    await this.folder.remove();
  }

  /** Records a visit; answers its position. */
  visit(name: Name): Promise<string> {
    this.visits += 1;
    const data = { profession: 'physiotherapist' };
    return this.record(name, 'VisitCompleted', `visit-${this.visits}`, data);
  }

  /** Two visits of Anna and of Bo, one of Kari; Anna's first is poison. Answers Anna's positions. */
  async parkAnna(): Promise<readonly [first: string, second: string]> {
    const first = await this.visit('anna');
    this.poison = ({ position }) => position === first;
    await this.visit('bo');
    const second = await this.visit('anna');
    await this.visit('bo');
    await this.visit('kari');
    await this.running.processor.runOnce();
    return [first, second];
  }

  /** Positions of the visits that the handler worked on, in that order. */
  async effectsOn(name: Name): Promise<readonly unknown[]> {
    const stream = `effects-patient-${this.pseudonym(name)}`;
    const events = await readWholeStream(this.running.store, stream);
    return events.map(({ data }) => data['of']);
  }

  /** What a handler does: one event that names the one it follows from, under an id of its own. */
  private async effect(event: RecordedEvent): Promise<void> {
    if (this.poison(event)) throw new TypeError('Cannot read properties of undefined');
    const id = timeOrderedId(0, 'effect', event.id);
    const data = { of: event.position };
    await appendOnce(this.running.store, `effects-${event.stream}`, [
      { id, type: 'Effect.v1', data, metadata: {} },
    ]);
  }

  private async record(
    name: Name,
    type: string,
    id: string,
    data: JsonObject = {},
  ): Promise<string> {
    this.now += 1_000;
    const occurredAt = new Date(this.now).toISOString();
    const fact = { id, source: 'urn:test', type, version: 1, occurredAt, data };
    const { outcomes } = await this.running.engine.recordFacts(this.pseudonym(name), [fact]);
    const [outcome] = outcomes;
    if (outcome === undefined || outcome.status === 'refused') throw new Error('refused');
    return outcome.position;
  }
}
