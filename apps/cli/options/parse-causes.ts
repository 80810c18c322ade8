/**
 * The causes of `stafett outcomes`, as they are written. In a file of its own that is loaded only
 * when needed: what reads them lies among the figures, which help needs none of.
 */
import { parseCause } from '#projections';
import { usage } from '../terminal/errors.js';

export function parseCauses(texts: readonly string[]) {
  const causes = texts.map((text) => {
    const cause = parseCause(text);
    if (cause !== undefined) return cause;
    throw usage(`--cause ${text}: expected NAME=TYPE or "NAME=TYPE|TYPE|TYPE".`);
  });
  const labels = causes.map(({ label }) => label);
  const twice = labels.find((label, i) => labels.indexOf(label) !== i);
  if (twice === undefined) return causes;
  throw usage(`--cause ${twice} is given twice; put its types into one: "${twice}=TYPE|TYPE".`);
}
