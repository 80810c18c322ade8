/** What a caller may ask of one patient in a query string. Every property is validated; unknown ones are refused. */
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { INSTANT_OR_DAY, IsInstantOrDay } from '../http/validators.js';

const INSTANT = { ...INSTANT_OR_DAY, example: '2014-07-01T00:00:00Z' };
const DAY = 'a date stands for the end of that day in the zone of the pathway.';

export class TwoTimesParameters {
  @ApiPropertyOptional({ ...INSTANT, description: `What had happened by then; ${DAY}` })
  @IsOptional()
  @IsInstantOrDay()
  asOf?: string;

  @ApiPropertyOptional({ ...INSTANT, description: `What had been recorded by then; ${DAY}` })
  @IsOptional()
  @IsInstantOrDay()
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
