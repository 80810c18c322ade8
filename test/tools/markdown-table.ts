/** Tables for pages written from the code, padded as the formatter pads them. */

export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const safe = [head, ...rows].map((cells) => cells.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_title, column) =>
    Math.max(3, ...safe.map((cells) => cells[column]?.length ?? 0)),
  );
  const [titles = [], ...body] = safe;
  const rule = widths.map((width) => '-'.repeat(width));
  return [titles, rule, ...body]
    .map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)))
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}
