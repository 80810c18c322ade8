/** One row of a CSV file to one care event, as a mapping says. */
import { closestName, type CareEvent, type Json, type JsonObject } from '#care-event';
import { activityTypes, type EventType } from '../facts/activity-types.js';
import type { CsvRow } from './csv-rows.js';
import { timeReader, type TimeReading } from '../times/foreign-time.js';
import { isExactNumber } from '../../json/exact-number.js';
import { isUnsafeKey } from '../../json/json-limits.js';
import { ImportRefused } from '../source/import-refused.js';
import type { DataColumn, Mapping } from './mapping.js';
import { isPseudonym, pseudonymOf, UnreadablePatient } from '../../identity/pseudonym.js';
import { logSource, type LogContext } from '../facts/imported-batch.js';

export type RowReading =
  | {
      readonly patient: string;
      readonly caseName: string;
      readonly fact: CareEvent;
      /** Numbers that stay texts, since no double is exactly what was written. */
      readonly keptAsText: number;
    }
  | { readonly reason: string };

/** A row that is no fact; caught in `translate`, never seen outside. */
class BadCell extends Error {}

interface DataCell {
  readonly index: number;
  readonly name: string;
  readonly type: NonNullable<DataColumn['type']>;
}

const PSEUDONYMS_REMEMBERED = 20_000;

export class CsvTranslator {
  private readonly source: string;
  private readonly readTime: (text: string) => TimeReading;
  private readonly typeOf: (activity: string) => EventType;
  private readonly pseudonyms = new Map<string, string>();
  private readonly used = new Set<number>();
  private readonly columns;
  private readonly data: readonly DataCell[];
  /** Those of them that hold numbers. */
  private readonly numbers: readonly DataCell[];

  /** @throws ImportRefused (`mapping-invalid`) when a column is not in the header */
  constructor(
    private readonly header: readonly string[],
    private readonly mapping: Mapping,
    private readonly context: LogContext,
  ) {
    const { type, time, patient, actor } = mapping;
    this.source = logSource(context.log);
    this.typeOf = activityTypes(new Map(Object.entries(mapping.types ?? {})));
    const form = typeof time === 'object' ? time : { column: time ?? '' };
    const zone = form.zone ?? context.zone;
    this.readTime = timeReader({
      format: form.format ?? 'iso',
      ...(zone !== undefined && { zone }),
    });
    const constant = typeof type === 'object' ? this.typeOf(type.constant) : undefined;
    this.columns = {
      case: this.column(mapping.case ?? ''),
      type: typeof type === 'object' ? { constant } : { index: this.column(type ?? '') },
      time: this.column(form.column),
      id: this.optional(mapping.id),
      sequence: this.optional(mapping.sequence),
      patient: this.optional(typeof patient === 'object' ? patient.column : patient),
      role: this.optional(actor?.role),
      organisation: this.optional(actor?.organisation),
      municipality: this.optional(mapping.municipality),
    };
    this.data = this.dataCells();
    this.numbers = this.data.filter(({ type }) => type === 'integer' || type === 'number');
  }

  translate(row: CsvRow): RowReading {
    if (row.cells.length !== this.header.length) {
      const { length } = row.cells;
      return { reason: `the row has ${length} cells where the header has ${this.header.length}` };
    }
    try {
      return this.translateCells(row.cells, String(row.line));
    } catch (error) {
      if (error instanceof BadCell) return { reason: error.message };
      if (error instanceof UnreadablePatient) return { reason: error.message };
      throw error;
    }
  }

  private translateCells(cells: readonly string[], line: string): RowReading {
    const { columns } = this;
    const { log, pathway } = this.context;
    const caseValue = this.needed(cells, columns.case);
    const caseName = this.pseudonym(log, caseValue);
    const { type, version } =
      columns.type.constant ?? this.typeOf(this.needed(cells, columns.type.index ?? 0));
    const text = this.needed(cells, columns.time);
    const time = this.readTime(text);
    if ('fault' in time) {
      const column = this.header[columns.time] ?? '';
      throw new BadCell(`${column}: ${JSON.stringify(text.slice(0, 60))} ${time.fault}`);
    }
    const role = this.cell(cells, columns.role);
    const organisation = this.cell(cells, columns.organisation);
    const municipality = this.cell(cells, columns.municipality);
    const fact: CareEvent = {
      id: columns.id === undefined ? `${caseName}/${line}` : this.needed(cells, columns.id),
      source: this.source,
      type,
      version,
      occurredAt: time.at,
      sequence: columns.sequence === undefined ? line : this.needed(cells, columns.sequence),
      ...(pathway !== undefined && { pathway }),
      ...((role !== undefined || organisation !== undefined) && {
        actor: {
          ...(role !== undefined && { role }),
          ...(organisation !== undefined && { organisation }),
        },
      }),
      ...(municipality !== undefined && { municipality }),
      data: this.dataOf(cells),
    };
    const keptAsText = this.numbers.filter(
      ({ name }) => typeof fact.data[name] === 'string',
    ).length;
    return { patient: this.patientOf(cells, caseValue), caseName, fact, keptAsText };
  }

  private patientOf(cells: readonly string[], caseValue: string): string {
    const { columns, mapping, context } = this;
    const value = columns.patient === undefined ? caseValue : this.needed(cells, columns.patient);
    if (isPseudonym(value)) return value;
    const own = typeof mapping.patient === 'object' ? mapping.patient.system : undefined;
    return this.pseudonym(own ?? context.system, value);
  }

  /** Rows of a case are often near each other, and a keyed hash costs more than the rest of a row. */
  private pseudonym(system: string, value: string): string {
    const key = `${system}|${value}`;
    let pseudonym = this.pseudonyms.get(key);
    if (pseudonym === undefined) {
      pseudonym = pseudonymOf(this.context.secret, system, value);
      if (this.pseudonyms.size >= PSEUDONYMS_REMEMBERED) this.pseudonyms.clear();
      this.pseudonyms.set(key, pseudonym);
    }
    return pseudonym;
  }

  private cell(cells: readonly string[], index: number | undefined): string | undefined {
    const text = index === undefined ? '' : (cells[index]?.trim() ?? '');
    return text === '' ? undefined : text;
  }

  private needed(cells: readonly string[], index: number): string {
    const text = this.cell(cells, index);
    if (text === undefined) throw new BadCell(`${this.header[index] ?? ''} is empty`);
    return text;
  }

  private dataOf(cells: readonly string[]): JsonObject {
    const data: Record<string, Json> = {};
    for (const { index, name, type } of this.data) {
      const text = this.cell(cells, index);
      if (text === undefined) continue;
      const value = typedCell(text, type);
      if (value === undefined)
        throw new BadCell(`${this.header[index] ?? ''}: is not of type ${type}`);
      data[name] = value;
    }
    return data;
  }

  private optional(name: string | undefined): number | undefined {
    return name === undefined ? undefined : this.column(name);
  }

  private column(name: string): number {
    const index = this.header.indexOf(name);
    if (index < 0) {
      const advice = closestName(name, this.header);
      const hint =
        advice === undefined
          ? `it has ${this.header.join(', ').slice(0, 500)}`
          : `did you mean ${advice}?`;
      throw new ImportRefused('mapping-invalid', `The file has no column ${name}: ${hint}`);
    }
    if (this.header.includes(name, index + 1)) {
      throw new ImportRefused('mapping-invalid', `The file has two columns named ${name}.`);
    }
    this.used.add(index);
    return index;
  }

  private dataCells(): readonly DataCell[] {
    const { data = [] } = this.mapping;
    const wanted: readonly (string | DataColumn)[] =
      data === 'rest'
        ? this.header.filter((name, index) => name !== '' && !this.used.has(index))
        : data;
    return wanted.map((entry) => {
      const {
        column,
        name = column,
        type = 'text',
      } = typeof entry === 'string' ? { column: entry } : entry;
      if (isUnsafeKey(name)) {
        throw new ImportRefused(
          'mapping-invalid',
          `Data is never accepted under the name ${name}.`,
        );
      }
      return { index: this.column(column), name, type };
    });
  }
}

/** Undefined when the text is no such value. A number that would not survive stays a text. */
function typedCell(text: string, type: DataCell['type']): Json | undefined {
  if (type === 'text') return text;
  if (type === 'boolean') {
    if (/^(true|1|yes|ja)$/i.test(text)) return true;
    return /^(false|0|no|nei|nej)$/i.test(text) ? false : undefined;
  }
  if (!/^[+-]?\d+(\.\d+)?$/.test(text)) return undefined;
  const number = Number(text);
  if (type === 'integer' && !Number.isInteger(number)) return undefined;
  return isExactNumber(text) ? number : text;
}
