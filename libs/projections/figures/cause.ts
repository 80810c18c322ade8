/** One of several ways in which a spell can end, and its notation. */

export interface Cause {
  readonly label: string;
  readonly types: readonly string[];
}

/** Reads `NAME=TYPE|TYPE…`; a name alone is a type that names its cause. Undefined if it is neither. */
export function parseCause(text: string): Cause | undefined {
  const at = text.indexOf('=');
  const label = (at < 0 ? text : text.slice(0, at)).trim();
  const types = text
    .slice(at + 1)
    .split('|')
    .map((type) => type.trim());
  return label === '' || types.includes('') ? undefined : { label, types };
}
