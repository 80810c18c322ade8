/** What a caller may ask of the directory of organisations. */
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { Count, IsDay, IsInstant } from '../http/validators.js';

/** Of an id, a number of a municipality and a kind. */
const NAME_CHARACTERS_MAX = 64;
const DAY = { format: 'date', example: '2019-12-31' } as const;

export class OrganisationParameters {
  @ApiPropertyOptional({ ...DAY, description: 'As it is on that day; without it, today in UTC.' })
  @IsOptional()
  @IsDay()
  at?: string;
}

export class OrganisationsParameters extends OrganisationParameters {
  @ApiPropertyOptional({
    format: 'date-time',
    example: '2026-01-01T00:00:00Z',
    description: 'What had been recorded by this instant.',
  })
  @IsOptional()
  @IsInstant()
  knownAt?: string;

  @ApiPropertyOptional({ description: 'Only those that provide this service.' })
  @IsOptional()
  @IsString()
  @MaxLength(NAME_CHARACTERS_MAX)
  service?: string;

  @ApiPropertyOptional({ description: 'Only those that serve its residents.' })
  @IsOptional()
  @IsString()
  @MaxLength(NAME_CHARACTERS_MAX)
  municipality?: string;

  @ApiPropertyOptional({ description: 'Only those of this kind, such as `hospital`.' })
  @IsOptional()
  @IsString()
  @MaxLength(NAME_CHARACTERS_MAX)
  kind?: string;

  @Count(1, 'List no more organisations than this.')
  limit?: number;
}
