/** What a caller may ask of one patient in a query string. Every property is validated; unknown ones are refused. */
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { IsInstant } from '../http/validators.js';

const INSTANT = { format: 'date-time', example: '2014-07-01T00:00:00Z' } as const;

export class TwoTimesParameters {
  @ApiPropertyOptional({ ...INSTANT, description: 'What had happened by this instant.' })
  @IsOptional()
  @IsInstant()
  asOf?: string;

  @ApiPropertyOptional({ ...INSTANT, description: 'What had been recorded by this instant.' })
  @IsOptional()
  @IsInstant()
  knownAt?: string;
}

export class JourneyParameters extends TwoTimesParameters {
  @ApiPropertyOptional({ description: 'One pathway; without it, the one entered first.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  pathway?: string;

  @ApiPropertyOptional({
    description:
      'Of several episodes side by side those of this key, such as a referral; empty: those without one. Without it, those entered first.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  key?: string;
}
