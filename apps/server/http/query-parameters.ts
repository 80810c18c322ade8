/**
 * The parameters of an address: a route takes those that it names, in an encoding that can be
 * read, and only those that are lists more than once. A misspelt one is never ignored.
 */
import { Query } from '@nestjs/common';
import { RouteConfig, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { invalidRequest, namesIn, refuseUnknownNames, type Rules } from './known-names.js';
import { Problem } from './problem.js';

/** The parameters that a route takes. */
export interface KnownParameters {
  readonly names: readonly string[];
  /** Those that may be given several times. */
  readonly isList: (name: string) => boolean;
  /** Names that nobody can list, such as those of fields. */
  readonly isOther?: (name: string) => boolean;
}

interface RouteWithParameters {
  readonly parameters?: KnownParameters;
}

/** The parameters of a route, as a class with a rule for each. A route without it takes none. */
export function Parameters(): ParameterDecorator {
  return (target, key, index) => {
    if (key === undefined) throw new Error('Only a route has parameters.');
    Query()(target, key, index);
    const types = Reflect.getMetadata('design:paramtypes', target, key) as readonly Rules[];
    const rules = types[index]!;
    takesParameters({ names: namesIn(rules), isList: () => false })(
      target,
      key,
      Object.getOwnPropertyDescriptor(target, key)!,
    );
  };
}

/** The same for a route that reads its parameters itself. */
export function takesParameters(parameters: KnownParameters): MethodDecorator {
  const config: RouteWithParameters = { parameters };
  return RouteConfig(config);
}

const NONE: KnownParameters = { names: [], isList: () => false };

export function refuseOtherParameters(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  // Not at once: a wrong path or method is named before a wrong parameter.
  server.addHook('preParsing', (request, _reply, _payload, done) => {
    const [, text] = /\?(.*)$/s.exec(request.raw.url ?? '') ?? [];
    if (text === undefined || request.is404) return done();
    const { parameters = NONE } = request.routeOptions.config as RouteWithParameters;
    try {
      requireDecodable(text);
      const query = request.query as Readonly<Record<string, unknown>>;
      const { names, isOther = () => false } = parameters;
      const listed = Object.keys(query).filter((name) => !isOther(name));
      refuseUnknownNames(listed, names);
      refuseRepeated(query, parameters);
      done();
    } catch (error) {
      done(error as Problem);
    }
  });
}

function requireDecodable(text: string): void {
  try {
    decodeURIComponent(text);
  } catch {
    const detail = 'A % in the address has to begin a byte of UTF-8, such as %C3%A6.';
    throw new Problem(400, 'request', 'The request was refused', detail);
  }
}

function refuseRepeated(query: object, { isList }: KnownParameters): void {
  const faults = Object.entries(query)
    .filter(([name, value]) => Array.isArray(value) && !isList(name))
    .map(([name]) => ({ path: name, message: `${name} is given more than once` }));
  if (faults.length > 0) throw invalidRequest(faults);
}
