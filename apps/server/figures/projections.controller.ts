/** How the read models are: how far each has come, and a rebuild that is under way. */
import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { WritableFolder, type ReadModelsList } from '../../composition/index.js';
import { exchangeOf } from '../http/exchange.js';
import { Documented } from '../openapi/documented.js';
import { FigureWorkerClient } from './figure-worker-client.js';

@Controller('v1/projections')
export class ProjectionsController {
  constructor(
    private readonly worker: FigureWorkerClient,
    private readonly folder: WritableFolder,
  ) {}

  @Get()
  @Documented({
    summary: 'How far the read models are, and a rebuild that is under way',
    answer: 'Projections',
    when: { 200: 'Each model, with its version, its position and how far it is behind.' },
  })
  projections(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadModelsList> {
    return this.worker.projections(this.folder.clock(), exchangeOf(reply.raw));
  }
}
