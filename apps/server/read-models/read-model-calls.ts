/** The calls that the thread of the read models takes, and the events that it sends by itself. */
import { LogDamaged, type DamagedPlace } from '#event-store';
import { QueryRefused, type QueryRefusalCode } from '#projections';
import type { Installation, Built, PlainError, READABLE } from '../../composition/index.js';

type Readable = typeof READABLE;
export type ReadableName = keyof Readable;
export type ReadableInput<Name extends ReadableName> = Parameters<Readable[Name]>[1];
export type ReadableAnswer<Name extends ReadableName> = Awaited<ReturnType<Readable[Name]>>;

export type ReadModelCalls = {
  readonly [Name in ReadableName]: {
    readonly input: ReadableInput<Name>;
    readonly output: ReadableAnswer<Name>;
  };
} & {
  /** Builds the next generation, which then takes over. */
  readonly rebuild: { readonly input: undefined; readonly output: Built };
};

// An interface would not do: the names have to be known to be all of them.
export type ReadModelEvents = {
  /** Position of the log that the read models have come to; undefined for an empty log. */
  readonly position: string | undefined;
  /** Why the read models cannot be kept at the moment; the next position says that they are again. */
  readonly fault: ReadModelsFault;
  /** Events taken in so far, while the thread is starting. */
  readonly read: number;
};

export interface ReadModelsFault {
  readonly message: string;
  /** There is no room on the disk: what there is can be read all the same. */
  readonly full: boolean;
}

export interface ReadModelWorkerData {
  readonly folder: Installation;
}

/** A refusal comes out of the thread as the refusal that it was, and so does damage of the log. */
export function reviveRefusal({ name, message, fields }: PlainError): Error | undefined {
  if (name === 'LogDamaged') return new LogDamaged(fields as unknown as DamagedPlace);
  if (name !== 'QueryRefused') return undefined;
  return new QueryRefused(fields['code'] as QueryRefusalCode, message, String(fields['path']));
}
