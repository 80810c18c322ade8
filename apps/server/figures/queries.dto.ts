/** What a caller may ask in a query string. Every property is validated; unknown ones are refused. */
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { PROCESSORS, type Processor } from '#care-event';
import { RELEASE_LIMITS } from '#engine';
import { IsCause, IsInstant, IsLimit, Repeated } from './validators.js';

/** Most values of one repeated parameter. */
const MAX_REPEATS = 100;
const INSTANT = { format: 'date-time', example: '2014-07-01T00:00:00Z' } as const;
const TEXTS = { type: String, isArray: true, maxItems: MAX_REPEATS } as const;

/** Most rows or cases listed in one answer. */
const MAX_LISTED = 100_000;

/** A whole number, up to what one answer lists. */
function Count(minimum: number, description: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ minimum, maximum: MAX_LISTED, description }),
    IsOptional(),
    Type(() => Number),
    IsInt(),
    Min(minimum),
    Max(MAX_LISTED),
  );
}

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

export class TwoTimesQuery {
  @ApiPropertyOptional({ ...INSTANT, description: 'What had happened by this instant.' })
  @IsOptional()
  @IsInstant()
  asOf?: string;

  @ApiPropertyOptional({ ...INSTANT, description: 'What had been recorded by this instant.' })
  @IsOptional()
  @IsInstant()
  knownAt?: string;
}

export class JourneyQueryDto extends TwoTimesQuery {
  @ApiPropertyOptional({ description: 'One pathway; without it, the one entered first.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  pathway?: string;
}

export class CensusQuery extends TwoTimesQuery {
  @ApiPropertyOptional({ ...TEXTS, example: ['6 weeks'], description: 'Ages to count over.' })
  @IsOptional()
  @Repeated()
  @ArrayMaxSize(MAX_REPEATS)
  @IsLimit({ each: true })
  over?: string[];

  @Count(0, 'List so many of the cases behind the figure.')
  evidence?: number;
}

class SpellQuery extends TwoTimesQuery {
  @EventTypes('Event types that begin the wait, or @start.')
  from!: string[];

  @ApiPropertyOptional({
    enum: ['last-event', 'as-of'],
    description: 'Where a wait without an end is cut off. Default: as-of when asOf is given.',
  })
  @IsOptional()
  @IsIn(['last-event', 'as-of'])
  censor?: 'last-event' | 'as-of';

  @Count(0, 'List so many of the cases behind the figure.')
  evidence?: number;
}

export class WaitsQuery extends SpellQuery {
  @EventTypes('Event types that end the wait.')
  to!: string[];

  @ApiPropertyOptional({ example: '60m', description: 'The standard to hold the waits against.' })
  @IsOptional()
  @IsLimit()
  within?: string;
}

export class OutcomesQuery extends SpellQuery {
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

class PagedQuery extends TwoTimesQuery {
  @Count(1, 'List no more rows than this.')
  limit?: number;
}

export class FlowQuery extends PagedQuery {}

export class StallsQuery extends PagedQuery {}

export class ParkedQuery {
  @ApiPropertyOptional({ enum: PROCESSORS, description: 'Only what is parked for this processor.' })
  @IsOptional()
  @IsIn(PROCESSORS)
  processor?: Processor;

  @Count(1, 'List no more sequences than this.')
  limit?: number;
}

/** Who lets a parked sequence go, and why: the log keeps both for ever. */
export class ReleaseParkedBody {
  @ApiProperty({ enum: PROCESSORS, description: 'For which processor it is parked.' })
  @IsIn(PROCESSORS)
  processor!: Processor;

  @ApiProperty({ minLength: 1, maxLength: RELEASE_LIMITS.author, example: 'A. Berg' })
  @IsString()
  @MinLength(1)
  @MaxLength(RELEASE_LIMITS.author)
  author!: string;

  @ApiProperty({ minLength: 1, maxLength: RELEASE_LIMITS.reason, example: 'mended in 0.2.1' })
  @IsString()
  @MinLength(1)
  @MaxLength(RELEASE_LIMITS.reason)
  reason!: string;
}

export class CustodyQuery extends PagedQuery {}
