/** Definitions for properties, plain and rich. */
import fc from 'fast-check';
import type { Definition } from '../definition/definition.js';
import { plainDefinitions } from './plain-definitions.js';
import { richDefinitions } from './rich-definitions.js';

export const definitions: fc.Arbitrary<Definition> = fc.oneof(
  { weight: 1, arbitrary: plainDefinitions },
  { weight: 2, arbitrary: richDefinitions },
);
