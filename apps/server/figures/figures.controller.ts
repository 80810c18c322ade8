/**
 * The figures by GET: the same answers as the command line's, from the same functions. Each figure
 * that is described has a route, which reads, documents and asks what the description says.
 */
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { didYouMean } from '#care-event';
import { WritableFolder } from '../../composition/index.js';
import { DESCRIPTIONS, type DescribedFigure } from '../../composition/figures/descriptions.js';
import { exchangeOf } from '../http/exchange.js';
import { Problem } from '../http/problem.js';
import { takesParameters } from '../http/query-parameters.js';
import { NOT_FOUND } from '../http/request-problems.js';
import { DocumentedFigure } from './document-figure.js';
import type { FigureInput } from './figure-calls.js';
import { FigureQuery } from './figure.query.js';
import { knownParameters, readQuestion, type QueryString } from './read-question.js';

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

  /** The thread of the figures writes the JSON, so that a large answer costs the doors nothing. */
  answer(
    figure: Description,
    pathway: string,
    { asked, reply }: { readonly asked: QueryString; readonly reply: FastifyReply },
  ): Promise<Uint8Array> {
    const now = new Date(this.folder.clock()).toISOString();
    const question = { pathway, ...readQuestion(figure, asked, now) };
    void reply.header('content-type', 'application/json; charset=utf-8');
    // The description was checked against the type of the figure's query.
    const input = question as FigureInput<DescribedFigure>;
    return this.queries.execute(new FigureQuery(figure.name, input, exchangeOf(reply.raw)));
  }
}

/** Adds the route of a figure, as a method of this name with its decorators would. */
function addRoute(figure: Description): void {
  const target = FiguresController.prototype;
  const { name } = figure;
  Object.defineProperty(target, name, {
    value(this: FiguresController, pathway: string, asked: QueryString, reply: FastifyReply) {
      return this.answer(figure, pathway, { asked, reply });
    },
  });
  // Their own reader validates them, so the validating pipe lets plain objects through.
  Reflect.defineMetadata('design:paramtypes', [String, Object, Object], target, name);
  Param('pathway')(target, name, 0);
  Query()(target, name, 1);
  Res({ passthrough: true })(target, name, 2);
  const route = Object.getOwnPropertyDescriptor(target, name)!;
  for (const decorate of [
    Get(name),
    takesParameters(knownParameters(figure)),
    DocumentedFigure(figure),
  ])
    decorate(target, name, route);
}

DESCRIPTIONS.forEach(addRoute);
