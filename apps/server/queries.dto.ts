/** What a caller may ask in a query string. Every property is validated; unknown ones are refused. */
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
} from 'class-validator';
import { IsCause, IsInstant, IsLimit, Repeated } from './validators.js';

/** Most values of one repeated parameter. */
const MAX_REPEATS = 100;
const INSTANT = { format: 'date-time', example: '2014-07-01T00:00:00Z' } as const;
const TEXTS = { type: String, isArray: true, maxItems: MAX_REPEATS } as const;

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

/** Most cases or spells listed behind a figure. */
const MAX_EVIDENCE = 100_000;
const EVIDENCE = {
  minimum: 0,
  maximum: MAX_EVIDENCE,
  description: 'List so many of the cases behind the figure.',
} as const;

export class CensusQuery extends TwoTimesQuery {
  @ApiPropertyOptional({ ...TEXTS, example: ['6 weeks'], description: 'Ages to count over.' })
  @IsOptional()
  @Repeated()
  @ArrayMaxSize(MAX_REPEATS)
  @IsLimit({ each: true })
  over?: string[];

  @ApiPropertyOptional(EVIDENCE)
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(MAX_EVIDENCE)
  evidence?: number;
}

class SpellQuery extends TwoTimesQuery {
  @ApiProperty({ ...TEXTS, description: 'Event types that begin the wait, or @start.' })
  @Repeated()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_REPEATS)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  from!: string[];

  @ApiPropertyOptional({
    enum: ['last-event', 'as-of'],
    description: 'Where a wait without an end is cut off. Default: as-of when asOf is given.',
  })
  @IsOptional()
  @IsIn(['last-event', 'as-of'])
  censor?: 'last-event' | 'as-of';

  @ApiPropertyOptional(EVIDENCE)
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(MAX_EVIDENCE)
  evidence?: number;
}

export class WaitsQuery extends SpellQuery {
  @ApiProperty({ ...TEXTS, description: 'Event types that end the wait.' })
  @Repeated()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_REPEATS)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
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
  @ApiPropertyOptional({ minimum: 1, maximum: 100_000 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100_000)
  limit?: number;
}

export class FlowQuery extends PagedQuery {}

export class StallsQuery extends PagedQuery {}
