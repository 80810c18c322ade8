/** Every read model that the runner keeps; one that reads what others have written comes after them. */
import type { Model } from './model.js';
import { damaged } from './damaged.js';
import { definitions } from './definitions.js';
import { feeds } from './feeds.js';
import { idCollisions } from './id-collisions.js';
import { journeys } from './journeys.js';
import { organisations } from './organisations.js';
import { outbox } from './outbox.js';
import { parked } from './parked.js';
import { standing } from './standing.js';
import { streams } from './streams.js';
import { types } from './types.js';
import { wakeups } from './wakeups.js';

export const ALL_MODELS: readonly Model[] = [
  ...[
    definitions,
    organisations,
    types,
    feeds,
    journeys,
    wakeups,
    streams,
    parked,
    outbox,
    damaged,
    idCollisions,
    standing,
  ],
];
