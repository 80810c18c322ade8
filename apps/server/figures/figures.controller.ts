/**
 * The figures by GET: the same answers as the command line's, from the same functions. Each figure
 * that is described has a route, which reads, documents and asks what the description says.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { didYouMean } from '#care-event';
import { WritableFolder } from '../../composition/index.js';
import { DESCRIPTIONS } from '../../composition/figures/descriptions.js';
import { acceptedType } from '../http/accepted-type.js';
import { exchangeOf } from '../http/exchange.js';
import { Problem } from '../http/problem.js';
import { takesParameters } from '../http/query-parameters.js';
import { NOT_FOUND } from '../http/request-problems.js';
import { DocumentedFigure } from './document-figure.js';
import type { FigureRequest } from './figure-calls.js';
import { FigureQuery } from './figure.query.js';
import { knownParameters, readQuestion, type QueryString } from './read-question.js';

const TYPES = ['application/json', 'text/csv'] as const;

interface AskedFor {
  readonly asked: QueryString;
  readonly accept: string | undefined;
  readonly known: string | undefined;
  readonly reply: FastifyReply;
}

type Description = (typeof DESCRIPTIONS)[number];

@Controller('v1/pathways/:pathway')
export class FiguresController {
  constructor(
    private readonly queries: QueryBus,
    private readonly folder: WritableFolder,
  ) {}

  /** Fastify takes it where no figure has this name. */
  @Get(':figure')
  @ApiExcludeEndpoint()
  unknown(@Param('figure') name: string): never {
    const names = DESCRIPTIONS.map((figure) => figure.name);
    const detail = `There is no figure ${name}. Known: ${names.join(', ')}.${didYouMean(name, names)}`;
    throw new Problem(404, 'unknown-figure', NOT_FOUND, detail);
  }

  /** The thread of the figures writes the answer, so that a large one costs the doors nothing. */
  async answer(
    figure: Description,
    pathway: string,
    { asked, accept, known, reply }: AskedFor,
  ): Promise<Uint8Array | undefined> {
    const type = acceptedType(accept, TYPES);
    const question = { pathway, ...readQuestion(figure, asked, nextSecond(this.folder.clock())) };
    const { rows } = figure;
    const request: FigureRequest = {
      name: figure.name,
      query: question,
      form: type === 'text/csv' ? { kind: 'csv', ...(rows !== undefined && { rows }) } : JSON_FORM,
      known: tagsIn(known),
    };
    const found = await this.queries.execute(new FigureQuery(request, exchangeOf(reply.raw)));
    void reply.header('etag', found.tag).header('vary', 'Accept');
    // Of patients: kept by the client alone, and asked for again before it is shown again.
    void reply.header('cache-control', 'private, no-cache');
    if (found.body === undefined) {
      void reply.status(304);
      return undefined;
    }
    void reply.header('content-type', `${type}; charset=utf-8`);
    if (type === 'text/csv')
      void reply.header('content-disposition', `attachment; filename="${figure.name}.csv"`);
    return found.body;
  }
}

const JSON_FORM = { kind: 'json' } as const;

/**
 * Now, to a whole second, so that everybody who asks within it gets the same answer; the next
 * one, so that what has just happened is in it.
 */
function nextSecond(now: number): string {
  return new Date(Math.ceil(now / 1_000) * 1_000).toISOString();
}

/** The tags of `If-None-Match`; `*` names none, since a figure is never put. */
function tagsIn(header = ''): readonly string[] {
  return header.match(/(?:W\/)?"[^"]*"/g) ?? [];
}

/** Adds the route of a figure, as a method of this name with its decorators would. */
function addRoute(figure: Description): void {
  const target = FiguresController.prototype;
  const { name } = figure;
  Object.defineProperty(target, name, {
    value(
      this: FiguresController,
      pathway: string,
      asked: QueryString,
      { accept, 'if-none-match': known }: IncomingHttpHeaders,
      reply: FastifyReply,
    ) {
      return this.answer(figure, pathway, { asked, accept, known, reply });
    },
  });
  // Their own reader validates them, so the validating pipe lets plain objects through.
  Reflect.defineMetadata('design:paramtypes', [String, Object, Object, Object], target, name);
  Param('pathway')(target, name, 0);
  Query()(target, name, 1);
  Headers()(target, name, 2);
  Res({ passthrough: true })(target, name, 3);
  const route = Object.getOwnPropertyDescriptor(target, name)!;
  for (const decorate of [
    Get(name),
    takesParameters(knownParameters(figure)),
    DocumentedFigure(figure),
  ])
    decorate(target, name, route);
}

DESCRIPTIONS.forEach(addRoute);
