/** What the server measures, for Prometheus and everything that reads its format. */
import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiProblems } from '../openapi/documented.js';
import { Metrics } from './metrics.js';

@Controller('metrics')
export class MetricsController {
  constructor(private readonly all: Metrics) {}

  @Get()
  @ApiOperation({ summary: 'What the server measures, in the Prometheus text format' })
  @ApiProduces('text/plain')
  @ApiOkResponse({
    description: 'One line for each figure.',
    schema: { type: 'string', example: 'stafett_log_position 17796\n' },
  })
  @ApiProblems()
  metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.header('content-type', this.all.contentType);
    return this.all.text();
  }
}
