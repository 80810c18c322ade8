/**
 * Everything that the command line asks of a data folder or does to it, by name. There are two
 * ways to it: the folder opened by the command itself, or the server that holds the folder, through
 * its socket. Either runs the same function, and the answer is the same plain data.
 */
import type { FIGURES, FigureName } from '../read-models/open-reports.js';
import { COMMANDS, type CommandContext } from './commands.js';
import { LOG_QUERIES } from './log-queries.js';
import { SET_ASIDE } from './set-aside.js';

type Operations = typeof FIGURES & typeof LOG_QUERIES & typeof COMMANDS & typeof SET_ASIDE;
export type OperationName = keyof Operations;
export type OperationInput<Name extends OperationName> = Parameters<Operations[Name]>[1];
export type OperationAnswer<Name extends OperationName> = Awaited<ReturnType<Operations[Name]>>;

/** A data folder, whoever holds it. */
export interface FolderAccess {
  /** Whether a server holds it, which goes on with what a command began. */
  readonly served: boolean;
  ask<Name extends OperationName>(
    name: Name,
    input: OperationInput<Name>,
  ): Promise<OperationAnswer<Name>>;
}

/** Whoever opened it closes it. */
export type OpenFolder = FolderAccess & { close(): Promise<void> };

/** What operations are performed on; a folder opened for less has less of it. */
export type OperationContext = Omit<CommandContext, 'engine'> &
  Partial<Pick<CommandContext, 'engine'>> & {
    readonly figure?: (name: FigureName, query: never) => Promise<unknown> | undefined;
  };

type Operation = (context: OperationContext, input: never) => Promise<unknown>;

/** @returns the answer, ready for JSON; undefined if there is no such operation */
export function perform(
  context: OperationContext,
  name: string,
  input: unknown,
): Promise<unknown> | undefined {
  const table: Readonly<Record<string, unknown>> = { ...LOG_QUERIES, ...COMMANDS, ...SET_ASIDE };
  // The name and its input travel together: whoever asks has both from `FolderAccess`.
  if (Object.hasOwn(table, name)) return (table[name] as Operation)(context, input as never);
  return context.figure?.(name as FigureName, input as never);
}
