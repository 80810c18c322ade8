/** How a journey begins the permanent names of the decisions on it. */
import type { Assessment } from '../state/assessment.js';

/**
 * WARNING: storage, ids derive from it. Ids of pathways hold no `[`, and what is encoded holds
 * no `]`, `/`, `#` or `:`.
 */
export function journeyName({ pathway, key }: Pick<Assessment, 'pathway' | 'key'>): string {
  return key === undefined ? pathway : `${pathway}[${encodeURIComponent(key)}]`;
}
