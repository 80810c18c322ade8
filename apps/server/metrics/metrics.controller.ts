/** What the server measures, for Prometheus and everything that reads its format. */
import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { exampleOf } from '../openapi/answers.js';
import { ApiProblems } from '../openapi/documented.js';
import { Metrics } from './metrics.js';

@Controller('metrics')
export class MetricsController {
  constructor(private readonly all: Metrics) {}

  @Get()
  @ApiOperation({ summary: 'What the server measures, in the Prometheus text format' })
  @ApiOkResponse({
    description: 'One line for each figure.',
    content: { 'text/plain': { schema: { type: 'string' }, example: exampleOf('Metrics') } },
  })
  @ApiProblems()
  metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.header('content-type', this.all.contentType);
    return this.all.text();
  }
}
