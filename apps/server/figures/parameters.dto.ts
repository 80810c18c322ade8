/** What a caller may ask for in a query string. Every property is validated; unknown ones are refused. */
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsIn,
  IsOptional,
  IsString,
  MaxLength,
} from 'class-validator';
import { Count, IsCause, IsInstant, IsLimit, Repeated } from '../http/validators.js';

/** Most values of one repeated parameter. */
const MAX_REPEATS = 100;
const INSTANT = { format: 'date-time', example: '2014-07-01T00:00:00Z' } as const;
const TEXTS = { type: String, isArray: true, maxItems: MAX_REPEATS } as const;

/** One or more event types. */
function EventTypes(description: string): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ ...TEXTS, description }),
    Repeated(),
    ArrayNotEmpty(),
    ArrayMaxSize(MAX_REPEATS),
    IsString({ each: true }),
    MaxLength(200, { each: true }),
  );
}

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

export class CensusParameters extends TwoTimesParameters {
  @ApiPropertyOptional({ ...TEXTS, example: ['6 weeks'], description: 'Ages to count over.' })
  @IsOptional()
  @Repeated()
  @ArrayMaxSize(MAX_REPEATS)
  @IsLimit({ each: true })
  over?: string[];

  @Count(0, 'List so many of the cases behind the figure.')
  evidence?: number;
}

class SpellParameters extends TwoTimesParameters {
  @EventTypes('Event types that begin the wait, or @start.')
  from!: string[];

  @ApiPropertyOptional({
    enum: ['last-event', 'as-of'],
    description: 'Up to when an unfinished wait counts. Default: as-of when asOf is given.',
  })
  @IsOptional()
  @IsIn(['last-event', 'as-of'])
  censor?: 'last-event' | 'as-of';

  @Count(0, 'List so many of the cases behind the figure.')
  evidence?: number;
}

export class WaitsParameters extends SpellParameters {
  @EventTypes('Event types that end the wait.')
  to!: string[];

  @ApiPropertyOptional({ example: '60m', description: 'The standard to hold the waits against.' })
  @IsOptional()
  @IsLimit()
  within?: string;
}

export class OutcomesParameters extends SpellParameters {
  @ApiProperty({ ...TEXTS, example: ['REL=Release A|Release B'], description: 'LABEL=TYPE|TYPE' })
  @Repeated()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_REPEATS)
  @IsCause({ each: true })
  @MaxLength(2_000, { each: true })
  cause!: string[];

  @ApiProperty({ ...TEXTS, example: ['4h'], description: 'Times since the start.' })
  @Repeated()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_REPEATS)
  @IsLimit({ each: true })
  at!: string[];
}

class PagedParameters extends TwoTimesParameters {
  @Count(1, 'List no more rows than this.')
  limit?: number;
}

export class FlowParameters extends PagedParameters {}

export class StallsParameters extends PagedParameters {}

export class CustodyParameters extends PagedParameters {}
