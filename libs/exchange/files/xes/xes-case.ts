/** Traces and events of XES, while they are read and when they are delivered. */
import type { Json } from '#care-event';
import { isTooLarge, TOO_LARGE, type BadRow } from '../facts/imported-batch.js';
import type { AttributeSet } from './xes-attributes.js';

export const EVENT_CHARACTERS_MAX = 1024 * 1024;
export const NAME = 'concept:name';
export const TIME = 'time:timestamp';

export interface XesEvent {
  /** Its number in its trace, from 1; events that cannot be read count too. */
  readonly ordinal: number;
  readonly line: number;
  readonly name: string;
  readonly time: string;
  readonly data: Record<string, Json>;
}

/** A trace, or as much of one as is delivered at a time. */
export interface XesPiece {
  /** Number of the trace in the file, from 1. */
  readonly trace: number;
  /** Its `concept:name`. */
  readonly name: string | undefined;
  readonly isFirst: boolean;
  /** How many events of its trace have been read so far, bad ones included. */
  readonly eventsRead: number;
  /** Attributes of the trace beside its name. */
  readonly attributes: Readonly<Record<string, Json>> | undefined;
  readonly events: readonly XesEvent[];
  readonly bad: readonly BadRow[];
  /** Numbers that stay texts, since no double is exactly what was written. */
  readonly keptAsText: number;
}

/** An event whose end has not been read yet. */
export interface OpenEvent {
  readonly ordinal: number;
  readonly line: number;
  readonly start: number;
  readonly attributes: AttributeSet;
  name: Json | undefined;
  time: Json | undefined;
  fault: string | undefined;
}

/** A trace whose end has not been read yet, and what of it has not been delivered. */
export interface OpenTrace {
  readonly number: number;
  readonly line: number;
  readonly start: number;
  readonly attributes: AttributeSet;
  name: Json | undefined;
  fault: string | undefined;
  eventsRead: number;
  pieces: number;
  pieceStart: number;
  events: XesEvent[];
  bad: BadRow[];
}

export function faultOf(event: OpenEvent, characters: number): string | undefined {
  if (characters > EVENT_CHARACTERS_MAX) {
    return `the event is larger than ${EVENT_CHARACTERS_MAX} characters`;
  }
  if (isTooLarge(event.attributes.values, characters)) return TOO_LARGE;
  const name = textOf(event.name);
  if (name === undefined || name.trim() === '') return `the event has no name (${NAME})`;
  if (textOf(event.time) === undefined) return `the event has no time (${TIME})`;
  return undefined;
}

/** A name may be written as a number, and may have other attributes nested in it. */
export function textOf(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'object' && value !== null && 'value' in value) return textOf(value.value);
  return undefined;
}

/** Some writers put XES's own namespace before each name. */
export function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
