/** What a caller may ask of parked sequences, and who releases one. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { PROCESSORS, type Processor } from '#care-event';
import { RELEASE_LIMITS } from '#engine';
import { Count } from '../http/validators.js';

export class ParkedParameters {
  @ApiPropertyOptional({ enum: PROCESSORS, description: 'Only what is parked for this processor.' })
  @IsOptional()
  @IsIn(PROCESSORS)
  processor?: Processor;

  @Count(1, 'List no more sequences than this.')
  limit?: number;
}

/** Who releases a parked sequence, and why: the log keeps both for ever. */
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
