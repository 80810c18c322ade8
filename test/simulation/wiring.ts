/**
 * The engine's parts as its Nest module lists them, put together without Nest: starting a
 * container takes milliseconds, and a run starts processes again and again.
 */
import type { ClassProvider, DynamicModule, Type } from '@nestjs/common';
import { CommandBus, type ICommand, type ICommandHandler } from '@nestjs/cqrs';

/** Metadata that `@Inject` and `@CommandHandler` leave. */
const INJECTED = 'self:paramtypes';
const HANDLES = '__commandHandler__';

/** Everything the module provides, by its token. */
export class Wiring {
  readonly #made = new Map<unknown, unknown>();
  readonly #handlers = new Map<unknown, ICommandHandler>();

  constructor({ providers = [] }: DynamicModule) {
    this.#made.set(CommandBus, { execute: (command: ICommand) => this.#execute(command) });
    for (const provider of providers) {
      if (typeof provider === 'function') continue;
      const { provide, useValue } = provider as ClassProvider & { useValue: unknown };
      this.#made.set(provide, useValue);
    }
    for (const provider of providers) {
      if (typeof provider !== 'function') continue;
      const handled: unknown = Reflect.getMetadata(HANDLES, provider);
      if (handled !== undefined) this.#handlers.set(handled, this.get(provider) as ICommandHandler);
    }
  }

  get<T>(token: Type<T>): T {
    const known = this.#made.get(token);
    if (known !== undefined) return known as T;
    const injected = (Reflect.getMetadata(INJECTED, token) ?? []) as readonly {
      readonly index: number;
      readonly param: Type<unknown>;
    }[];
    const given = injected
      .toSorted((one, other) => one.index - other.index)
      .map(({ param }): unknown => this.get(param));
    const made = new token(...given);
    this.#made.set(token, made);
    return made;
  }

  #execute(command: ICommand): Promise<unknown> {
    const handler = this.#handlers.get(command.constructor);
    if (handler === undefined) throw new Error(`Nobody handles ${command.constructor.name}.`);
    return handler.execute(command) as Promise<unknown>;
  }
}
