/**
 * The engine's parts as its Nest module lists them, put together without Nest: starting a
 * container takes milliseconds, and a run starts processes again and again.
 */
import type { DynamicModule, FactoryProvider, Type } from '@nestjs/common';
import { CommandBus, type ICommand, type ICommandHandler } from '@nestjs/cqrs';

/** Metadata that the compiler, `@Inject` and `@CommandHandler` leave. */
const TYPES = 'design:paramtypes';
const INJECTED = 'self:paramtypes';
const HANDLES = '__commandHandler__';

/** Everything the module provides, by its token. */
export class Wiring {
  private readonly made = new Map<unknown, unknown>();
  private readonly factories = new Map<unknown, FactoryProvider>();
  private readonly handlers = new Map<unknown, ICommandHandler>();

  constructor({ providers = [] }: DynamicModule) {
    this.made.set(CommandBus, { execute: (command: ICommand) => this.execute(command) });
    for (const provider of providers) {
      if (typeof provider === 'function') continue;
      if ('useFactory' in provider) this.factories.set(provider.provide, provider);
      else if ('useValue' in provider) this.made.set(provider.provide, provider.useValue);
    }
    for (const provider of providers) {
      if (typeof provider !== 'function') continue;
      const handled: unknown = Reflect.getMetadata(HANDLES, provider);
      if (handled !== undefined) this.handlers.set(handled, this.get(provider) as ICommandHandler);
    }
  }

  get<T>(token: Type<T>): T {
    if (!this.made.has(token)) this.made.set(token, this.make(token));
    return this.made.get(token) as T;
  }

  private make(token: Type): unknown {
    const factory = this.factories.get(token);
    if (factory === undefined) return new token(...this.parameters(token));
    const { inject = [] } = factory;
    const useFactory: (...given: readonly unknown[]) => unknown = factory.useFactory;
    return useFactory(...inject.map((given): unknown => this.get(given as Type)));
  }

  /** By its class, unless `@Inject` names something else. */
  private parameters(token: Type): readonly unknown[] {
    const types = [...((Reflect.getMetadata(TYPES, token) ?? []) as readonly Type[])];
    const named = (Reflect.getMetadata(INJECTED, token) ?? []) as readonly {
      readonly index: number;
      readonly param: Type;
    }[];
    for (const { index, param } of named) types[index] = param;
    return types.map((type): unknown => this.get(type));
  }

  private execute(command: ICommand): Promise<unknown> {
    const handler = this.handlers.get(command.constructor);
    if (handler === undefined) throw new Error(`Nobody handles ${command.constructor.name}.`);
    return handler.execute(command) as Promise<unknown>;
  }
}
