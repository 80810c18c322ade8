/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';
import { Census } from './census.schema.js';
import { Waits } from './waits.schema.js';
import { Outcomes } from './outcomes.schema.js';
import { Trend } from './trend.schema.js';
import { Variation } from './variation.schema.js';
import { Flow } from './flow.schema.js';
import { Stalls } from './stalls.schema.js';
import { Custody } from './custody.schema.js';
import { Queues } from './queues.schema.js';
import { Duties } from './duties.schema.js';
import { Due } from './due.schema.js';
import { Deviations } from './deviations.schema.js';
import { Measures } from './measures.schema.js';
import { Coverage } from './coverage.schema.js';
import { Feeds } from './feeds.schema.js';
import { Journeys } from './journeys.schema.js';
import { ReturnToWork } from './return-to-work.schema.js';

export const FIGURE_SCHEMAS: Readonly<Record<string, TSchema>> = {
  Census,
  Waits,
  Outcomes,
  Trend,
  Variation,
  Flow,
  Stalls,
  Custody,
  Queues,
  Duties,
  Due,
  Deviations,
  Measures,
  Coverage,
  Feeds,
  Journeys,
  ReturnToWork,
};
