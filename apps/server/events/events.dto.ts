/** What a publisher may ask for beside the events. */
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

export class EventsParameters {
  @ApiPropertyOptional({
    name: 'all-or-none',
    description:
      'Of a batch: `true` checks all events before the first is recorded, and records none where one would be refused.',
    enum: ['true', 'false'],
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  'all-or-none'?: 'true' | 'false';
}
