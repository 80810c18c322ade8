/** Traces and events of XES, while they are read and when they are delivered. */
import type { Json } from '#care-event';
import type { LogRow, RowBatch } from '../facts/log-row.js';
import { textOf } from '../facts/text-of.js';
import type { BadRow } from '../facts/imported-batch.js';
import type { AttributeSet } from './xes-attributes.js';

export const EVENT_CHARACTERS_MAX = 1024 * 1024;
export const NAME = 'concept:name';

/** What each chunk of text completed, and what the log has said of itself by then. */
export interface XesPiece extends RowBatch {
  /** Attributes that name an activity together, by the classifier's name. */
  readonly classifiers: ReadonlyMap<string, readonly string[]>;
}

/** An event whose end has not been read yet. */
export interface OpenEvent {
  readonly line: number;
  readonly start: number;
  readonly attributes: AttributeSet;
  fault: string | undefined;
}

/** A trace whose end has not been read yet, and what of it has not been delivered. */
export interface OpenTrace {
  /** Number of the trace in the file, from 1. */
  readonly number: number;
  readonly line: number;
  readonly attributes: AttributeSet;
  fault: string | undefined;
  pieces: number;
  pieceStart: number;
  events: Pick<LogRow, 'line' | 'characters' | 'fields'>[];
  bad: BadRow[];
}

/** The name of a trace; one without is `#` and its number. */
export function nameOf({ attributes, number }: OpenTrace): string {
  return textOf(attributes.values[NAME]) ?? `#${number}`;
}

export function isNamed({ attributes }: OpenTrace): boolean {
  return Object.hasOwn(attributes.values, NAME);
}

/** What a trace says of its case beside the name. */
export function caseFieldsOf({
  attributes,
}: OpenTrace): Readonly<Record<string, Json>> | undefined {
  return attributes.empty ? undefined : attributes.values;
}

/** The attributes that a classifier names: parted by spaces, in quotes where they hold some. */
export function classifierKeys(keys: string): readonly string[] {
  return [...keys.matchAll(/'([^']*)'|[^\s']+/g)].map(([all, quoted]) => quoted ?? all);
}

/** Some writers put XES's own namespace before each name. */
export function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
