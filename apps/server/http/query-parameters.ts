/**
 * The parameters of an address: a route takes those that it names, in an encoding that can be
 * read, and only those that are lists more than once. A misspelt one is never ignored.
 */
import { Query } from '@nestjs/common';
import { RouteConfig, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { invalidRequest, refuseUnknownNames, type Rules } from './known-names.js';
import { Problem } from './problem.js';

interface RouteWithParameters {
  readonly parameters?: Rules;
}

/** The parameters of a route, as a class with a rule for each. A route without it takes none. */
export function Parameters(): ParameterDecorator {
  return (target, key, index) => {
    if (key === undefined) throw new Error('Only a route has parameters.');
    Query()(target, key, index);
    const types = Reflect.getMetadata('design:paramtypes', target, key) as readonly Rules[];
    const config: RouteWithParameters = { parameters: types[index]! };
    RouteConfig(config)(target, key, Object.getOwnPropertyDescriptor(target, key)!);
  };
}

const REPEATED = Symbol('repeated');

/** Marks a parameter that may be given several times. */
export function markRepeated(target: object, property: string | symbol): void {
  Reflect.defineMetadata(REPEATED, true, target, property);
}

export function refuseOtherParameters(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  // Not at once: a wrong path or method is named before a wrong parameter.
  server.addHook('preParsing', (request, _reply, _payload, done) => {
    const [, text] = /\?(.*)$/s.exec(request.raw.url ?? '') ?? [];
    if (text === undefined || request.is404) return done();
    const { parameters } = request.routeOptions.config as RouteWithParameters;
    try {
      requireDecodable(text);
      const query = request.query as Readonly<Record<string, unknown>>;
      refuseUnknownNames(Object.keys(query), parameters);
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

function refuseRepeated(query: object, rules: Rules | undefined): void {
  const faults = Object.entries(query)
    .filter(([, value]) => Array.isArray(value))
    .filter(([name]) => Reflect.getMetadata(REPEATED, rules?.prototype as object, name) !== true)
    .map(([name]) => ({ path: name, message: `${name} is given more than once` }));
  if (faults.length > 0) throw invalidRequest(faults);
}
