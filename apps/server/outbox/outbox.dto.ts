/** What a receiver may ask of its outbox, and how it acknowledges. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { WholeNumber } from '../http/validators.js';

/** Most messages in one page. */
const PAGE_MAX = 1_000;
export const OUTBOX_PAGE_DEFAULT = 100;
/** Characters of a cursor. */
const CURSOR_MAX = 64;

export class OutboxQuery {
  @ApiPropertyOptional({
    description:
      'Messages after this cursor, or `beginning` for all. Default: after the last one acknowledged.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(CURSOR_MAX)
  after?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: PAGE_MAX, default: OUTBOX_PAGE_DEFAULT })
  @IsOptional()
  @WholeNumber(1, PAGE_MAX)
  limit?: number;
}

export class AcknowledgementBody {
  @ApiProperty({
    description: 'The cursor of a page: everything up to it has arrived.',
    example: '17796.uN3cB8kQ2hXwTz0aLr5YfVJm9sD1pG4e',
    maxLength: CURSOR_MAX,
  })
  @IsString()
  @MaxLength(CURSOR_MAX)
  cursor!: string;
}
