/** One row of a foreign log to one care event, whatever format the row was in. */
import { parseInstant } from '#calendar';
import type { CareEvent, Json, Writable } from '#care-event';
import { UnreadablePatient } from '../../identity/pseudonym.js';
import type { Lifecycle } from '../mapping/mapping.js';
import { timeReader } from '../times/foreign-time.js';
import type { TimeReading } from '../times/time-reading.js';
import { activityTypes } from './activity-types.js';
import { Cases, type CaseNames } from './cases.js';
import { ContentIds } from './content-id.js';
import { OWN } from './exported-names.js';
import { isTooLarge, logSource, TOO_LARGE } from './imported-batch.js';
import { SAMPLE_EVENTS, type MappedOptions } from './mapped-options.js';
import { StartedActivities, transitionOf, type Transition } from './lifecycle.js';
import { CASE_PREFIX, type LogRow } from './log-row.js';
import { BadCell, RowFields, type RowData } from './row-fields.js';
import type { RowPlan, TimeField } from './row-plan.js';
import { textOf } from './text-of.js';
import { RepeatedTimes } from './repeated-times.js';

export type RowReading =
  | {
      readonly patient: string;
      readonly fact: CareEvent;
      readonly keptAsText: number;
    }
  | { readonly reason: string }
  /** What is no event of its own. */
  | undefined;

interface DatedActivity {
  /** The case as the file has it. */
  readonly name: string;
  readonly activity: string;
  readonly time: string;
  /** The time before it was settled which of two it was. */
  readonly said: string;
  readonly start: string | undefined;
}

export class RowTranslator {
  readonly cases: Cases;
  lifecycle: Lifecycle;
  private readonly ids = new ContentIds();
  private readonly fields: RowFields;
  private readonly source: string;
  private readonly typeOf: ReturnType<typeof activityTypes>;
  private readonly readTime: (text: string) => TimeReading;
  private readonly readStart: (text: string) => TimeReading;
  private readonly started = new StartedActivities();
  private readonly repeated: RepeatedTimes;

  /** @throws RangeError when a zone or a pattern of times is not known */
  constructor(
    private readonly plan: RowPlan,
    private readonly context: MappedOptions,
  ) {
    const { notes } = context;
    this.cases = new Cases(context);
    this.fields = new RowFields(plan, notes);
    this.source = logSource(context.log);
    this.typeOf = activityTypes(plan.types);
    this.readTime = this.timeReader(plan.time);
    this.readStart = plan.start === undefined ? this.readTime : this.timeReader(plan.start);
    this.lifecycle = plan.lifecycle ?? 'all';
    this.repeated = new RepeatedTimes(notes);
  }

  translate(row: LogRow): RowReading {
    try {
      return this.translated(row);
    } catch (error) {
      if (error instanceof BadCell || error instanceof UnreadablePatient) {
        return { reason: error.message };
      }
      throw error;
    }
  }

  /** Of the row's activity; complete where the file does not say. */
  transitionOf(row: LogRow): Transition {
    return transitionOf(this.text(row, this.plan.transition));
  }

  /** To be called at the end of the file. */
  finish(): void {
    for (let n = 0; n < this.started.count; n += 1) this.noteUnfinished();
  }

  private translated(row: LogRow): RowReading {
    const { plan } = this;
    const name = this.text(row, plan.case) ?? row.caseName ?? this.needed(row, plan.case);
    const names = this.cases.named(name, row.line);
    const activity =
      'constant' in plan.type ? plan.type.constant : this.activityOf(row, plan.type.columns);
    const transition = this.transitionOf(row);
    if (this.lifecycle === 'complete' && transition !== 'complete') return this.leaveOut(row);
    const text = this.text(row, plan.time.column) ?? '';
    if (text.trim() === '') return this.withoutTime(row);
    const reading = this.readTime(text.trim());
    const time = this.at(reading, names, plan.time.column, text);
    let start = this.startOf(row, names);
    if (this.lifecycle === 'durations') {
      const instance = this.text(row, plan.instance) ?? '';
      const key = `${names.key} ${activity} ${instance}`;
      if (transition === 'start') {
        this.started.start(key, time);
        return undefined;
      }
      if (transition === 'other') return this.leaveOut(row);
      start ??= this.started.complete(key);
    }
    // Which of the two times it was depends on other rows; what the row says does not.
    const said = 'at' in reading ? reading.at : time;
    return this.fact(row, names, { name, activity, time, said, start });
  }

  private fact(
    row: LogRow,
    names: CaseNames,
    { name, activity, time, said, start }: DatedActivity,
  ): RowReading {
    const { plan, context } = this;
    const { type, version } = this.typeOf(activity);
    const read = this.fields.read(row, type, !names.progress.isPlaced);
    const { own } = read;
    const id = plan.id === undefined ? own?.[OWN.id] : this.needed(row, plan.id);
    const content = { caseKey: names.key, activity, time: said, attributes: read.said };
    const data = this.dataOf(read, { type, start, time }, names);
    if (isTooLarge(data, row.characters)) return { reason: TOO_LARGE };
    names.progress.events += 1;
    const sequence = this.sequenceOf(row, names.progress.events, time);
    const identifier = plan.patient === undefined ? name : this.needed(row, plan.patient);
    const contentId = this.ids.next(content);
    this.keepSample(name, identifier, contentId);
    const fact: Writable<CareEvent> = {
      id: id ?? `${names.pseudonym}/${contentId}`,
      source: own?.[OWN.source] ?? this.source,
      type,
      version: own?.[OWN.version] === undefined ? version : Number(own[OWN.version]),
      occurredAt: own?.[OWN.occurredAt] ?? time,
      data,
    };
    // Of an event of ours it is known that it had none.
    const ordered = own === undefined ? sequence : own[OWN.sequence];
    if (ordered !== undefined) fact.sequence = ordered;
    const pathway = own?.[OWN.pathway] ?? context.pathway;
    if (pathway !== undefined) fact.pathway = pathway;
    const issuedAt = own?.[OWN.issuedAt];
    if (issuedAt !== undefined) fact.issuedAt = issuedAt;
    this.addContext(fact, row, own);
    const patient = this.cases.patientOf(
      identifier,
      plan.patientSystem ?? context.system,
      names,
      name,
    );
    return { patient, fact, keptAsText: read.keptAsText };
  }

  private keepSample(caseName: string, patient: string, contentId: string): void {
    const { sample } = this.context;
    if (sample === undefined || sample.length >= SAMPLE_EVENTS) return;
    if (sample.at(-1)?.caseName === caseName) return;
    sample.push({ caseName, patient, contentId, patientSystem: this.plan.patientSystem });
  }

  private addContext(fact: Writable<CareEvent>, row: LogRow, own: RowData['own']): void {
    const { plan } = this;
    const role = own?.[OWN.actorRole] ?? this.text(row, plan.role);
    const organisation = own?.[OWN.actorOrganisation] ?? this.text(row, plan.organisation);
    const municipality = own?.[OWN.municipality] ?? this.text(row, plan.municipality);
    if (role !== undefined || organisation !== undefined) {
      fact.actor = {
        ...(role !== undefined && { role }),
        ...(organisation !== undefined && { organisation }),
      };
    }
    if (municipality !== undefined) fact.municipality = municipality;
  }

  /** With when the activity began, and, once for each case, with what is said of the case. */
  private dataOf(
    { data, caseData }: RowData,
    { type, start, time }: { type: string; start: string | undefined; time: string },
    { progress }: CaseNames,
  ): Record<string, Json> {
    const holdsAnything = this.fields.takesCaseData(type);
    const duration = start === undefined ? {} : durationOf(start, time);
    if (!holdsAnything) {
      for (const key of Object.keys(duration)) this.fields.leaveOut(key, type);
      return data;
    }
    const all = start === undefined ? data : { ...data, ...duration };
    if (caseData === undefined || progress.isPlaced) return all;
    progress.isPlaced = true;
    const key = Object.hasOwn(all, 'case') ? 'case:trace' : 'case';
    const withCase = { ...all, [key]: caseData };
    if (!isTooLarge(withCase, Infinity)) return withCase;
    this.context.notes.add(
      'left-out',
      () => `What is said of its case is left out, since with it ${TOO_LARGE}.`,
    );
    return all;
  }

  /**
   * The file's own order decides between events of one instant; of an instant that is finer than
   * a millisecond its finer part decides first.
   */
  private sequenceOf(row: LogRow, ordinal: number, time: string): string {
    if (this.plan.sequence !== undefined) return this.needed(row, this.plan.sequence);
    const finer = /\.\d{3}(\d{1,6})/.exec(time)?.[1];
    if (finer === undefined || Number(finer) === 0) return String(ordinal);
    return String(Number(finer.padEnd(6, '0')) * 1e9 + ordinal);
  }

  private startOf(row: LogRow, names: CaseNames): string | undefined {
    const { start } = this.plan;
    const text = start === undefined ? undefined : this.text(row, start.column)?.trim();
    if (start === undefined || text === undefined || text === '') return undefined;
    return this.at(this.readStart(text), names, start.column, text);
  }

  private at(reading: TimeReading, { key }: CaseNames, column: string, text: string): string {
    if ('fault' in reading) {
      throw new BadCell(`${column}: ${JSON.stringify(text.slice(0, 60))} ${reading.fault}`);
    }
    return reading.later === undefined
      ? reading.at
      : this.repeated.settle(key, reading.at, reading.later);
  }

  /** Of an activity that has begun there is no event yet. */
  private withoutTime(row: LogRow): RowReading {
    const { start, time } = this.plan;
    if (start !== undefined && this.text(row, start.column) !== undefined) {
      this.noteUnfinished();
      return undefined;
    }
    throw new BadCell(this.missing(time.column));
  }

  private noteUnfinished(): void {
    this.context.notes.add('unfinished', () => 'begun and not completed, so left out for now.');
  }

  private leaveOut(row: LogRow): undefined {
    const transition = this.text(row, this.plan.transition) ?? '';
    this.context.notes.add(
      'lifecycle',
      () =>
        `of the transition ${transition} left out: only what is complete counts (--lifecycle all keeps all, --lifecycle durations takes start and complete together).`,
      transition,
    );
    return undefined;
  }

  private activityOf(row: LogRow, columns: readonly string[]): string {
    const [only = ''] = columns;
    if (columns.length === 1) return this.needed(row, only);
    return columns.map((column) => this.text(row, column) ?? '').join('+');
  }

  private timeReader({ column, format = 'iso', zone = this.context.zone }: TimeField) {
    return timeReader({
      format,
      ...(zone !== undefined && { zone }),
      onEpoch: (unit) => {
        this.context.notes.add(
          'epoch-times',
          () => `Times in ${column} are read as ${unit} since 1970.`,
          column,
        );
      },
    });
  }

  private text(row: LogRow, name: string | undefined): string | undefined {
    if (name === undefined) return undefined;
    const value = Object.hasOwn(row.fields, name)
      ? row.fields[name]
      : name.startsWith(CASE_PREFIX)
        ? row.caseFields?.[name.slice(CASE_PREFIX.length)]
        : undefined;
    const text = textOf(value);
    return text === '' ? undefined : text;
  }

  private needed(row: LogRow, name: string): string {
    const text = this.text(row, name);
    if (text === undefined || text.trim() === '') throw new BadCell(this.missing(name));
    return text;
  }

  private missing(name: string): string {
    return this.plan.isTable ? `${name} is empty` : `the event has no ${name}`;
  }
}

function durationOf(start: string, end: string): Record<string, Json> {
  const [from, to] = [parseInstant(start), parseInstant(end)];
  if (from === undefined || to === undefined) return { startedAt: start };
  return { startedAt: start, durationSeconds: (to - from) / 1_000 };
}
