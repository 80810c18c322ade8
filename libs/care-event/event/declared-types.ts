/** The event types that pathways declare beside the catalogue, as far as checking an event needs them. */
import type { JsonObject } from '../text/json.js';

export interface DeclaredSchema {
  readonly type: string;
  /** JSON Schema for `data`; without it, any object. */
  readonly schema?: JsonObject;
}

/** What one pathway declares, by bare type. */
export interface DeclaredTypes {
  /** Id of the pathway. */
  readonly id: string;
  readonly declared: ReadonlyMap<string, DeclaredSchema>;
}
