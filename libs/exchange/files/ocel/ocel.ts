/**
 * Facts from an OCEL 2.0 in JSON. Objects of one type are the cases; an event that is about
 * several of them is a fact of each, and the other objects that it is about are kept with it.
 */
import type { Json, JsonObject } from '#care-event';
import type { BadRow, ImportedBatch } from '../facts/imported-batch.js';
import { truncatedRow } from '../facts/imported-batch.js';
import type { LogRow, RowBatch } from '../facts/log-row.js';
import type { MappedOptions } from '../facts/mapped-options.js';
import { readFacts } from '../facts/read-facts.js';
import { rowPlan } from '../facts/row-plan.js';
import { RowTranslator } from '../facts/row-translator.js';
import { textOf } from '../facts/text-of.js';
import type { ByteSource } from '../source/bytes.js';
import { ImportRefused } from '../source/import-refused.js';
import { decodeText } from '../source/text.js';
import { readOcelElements, type OcelElement } from './ocel-elements.js';
import {
  attributesOf,
  isObject,
  objectIn,
  readOcelObjects,
  type OcelObjects,
} from './ocel-objects.js';

const NAMES = {
  case: '',
  type: 'concept:name',
  time: 'time:timestamp',
  start: 'start_timestamp',
  transition: 'lifecycle:transition',
  instance: 'concept:instance',
};
/** The event's own id, for a mapping that asks for it. */
const EVENT_ID = 'ocel:id';
const EVENTS = new Set(['events']);

/**
 * @param again the file once more, from its beginning
 * @throws ImportRefused (`mapping-invalid`, or `option-invalid` for a pipe)
 * @throws MalformedFile with the line, after all that could be read before it
 */
export async function* readOcel(
  chunks: AsyncIterable<Uint8Array>,
  again: () => Promise<ByteSource>,
  options: MappedOptions,
): AsyncGenerator<ImportedBatch> {
  const objects = await objectsOf(again, options.mapping?.objectType);
  const { lifecycle, mapping } = options;
  const plan = rowPlan({ ...mapping, ...(lifecycle && { lifecycle }) }, NAMES, {
    isTable: false,
    keepsRest: true,
  });
  const reader = new EventReader(objects, options);
  yield* readFacts(rowsOf(chunks, reader), plan, new RowTranslator(plan, options));
}

async function objectsOf(
  again: () => Promise<ByteSource>,
  objectType: string | undefined,
): Promise<OcelObjects> {
  const source = await again();
  try {
    if (source.total === 0) {
      const message = 'An OCEL is read twice, and so cannot come from a pipe: name a file.';
      throw new ImportRefused('option-invalid', message);
    }
    return await readOcelObjects(() => decodeText(source.chunks, 'utf-8'), objectType);
  } finally {
    await source.close();
  }
}

async function* rowsOf(
  chunks: AsyncIterable<Uint8Array>,
  reader: EventReader,
): AsyncGenerator<RowBatch> {
  for await (const elements of readOcelElements(decodeText(chunks, 'utf-8'), EVENTS)) {
    const rows: LogRow[] = [];
    const bad: BadRow[] = [];
    for (const element of elements) reader.read(element, rows, bad);
    yield { rows, bad, keptAsText: 0 };
  }
}

class EventReader {
  constructor(
    private readonly objects: OcelObjects,
    private readonly options: MappedOptions,
  ) {}

  read({ line, text }: OcelElement, rows: LogRow[], bad: BadRow[]): void {
    const event = text === undefined ? undefined : objectIn(text);
    const reason =
      event === undefined ? 'the event cannot be read as JSON within its limits' : faultOf(event);
    if (event === undefined || reason !== undefined) {
      bad.push({ line, reason: reason ?? '', row: truncatedRow(text ?? '') });
      return;
    }
    const related = relationsOf(event);
    const cases = new Set(
      related.map(({ objectId }) => objectId).filter((id) => this.objects.cases.has(id)),
    );
    if (cases.size === 0) {
      this.options.notes.add(
        'no-case',
        () => 'about no object of the chosen type, and so left out.',
      );
      return;
    }
    const fields = this.fieldsOf(event, related);
    for (const caseName of cases) {
      const caseFields = this.objects.cases.get(caseName);
      rows.push({ line, characters: text?.length ?? 0, fields, caseName, caseFields });
    }
  }

  private fieldsOf(event: JsonObject, related: readonly Relation[]): Record<string, Json> {
    const type = textOf(event['type']) ?? '';
    const attributes = attributesOf(event, this.objects.eventTypes.get(type));
    const others = related.filter(
      ({ objectId, qualifier }) =>
        // What an attribute says already is said once.
        !this.objects.cases.has(objectId) && attributes?.[qualifier] !== objectId,
    );
    return {
      ...attributes,
      ...(others.length > 0 && { objects: others.map((each) => ({ ...each })) }),
      ...(this.options.mapping?.id === EVENT_ID && { [EVENT_ID]: textOf(event['id']) ?? '' }),
      [NAMES.type]: type,
      [NAMES.time]: textOf(event['time']) ?? '',
    };
  }
}

interface Relation {
  readonly objectId: string;
  readonly qualifier: string;
}

function relationsOf({ relationships }: JsonObject): readonly Relation[] {
  if (!Array.isArray(relationships)) return [];
  return (relationships as readonly Json[])
    .filter(isObject)
    .map(({ objectId, qualifier = '' }) => ({
      objectId: textOf(objectId) ?? '',
      qualifier: textOf(qualifier) ?? '',
    }));
}

function faultOf({ type, time }: JsonObject): string | undefined {
  if (typeof type !== 'string' || type.trim() === '') return 'the event has no type';
  return typeof time === 'string' ? undefined : 'the event has no time';
}
