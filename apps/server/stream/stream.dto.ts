/** What a client of the stream may ask for. */
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

export class StreamParameters {
  @ApiPropertyOptional({ description: 'Only what may concern this pathway.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  pathway?: string;

  @ApiPropertyOptional({
    description: 'The same as `Last-Event-ID`, for a client that cannot send headers.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  after?: string;
}
