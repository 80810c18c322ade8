/** Help texts that teach: what a command answers, then lines that can be copied. */
export function examples(lines: Readonly<Record<string, string>>): string {
  const parts = Object.entries(lines).map(([why, line]) => `  # ${why}\n  $ ${line}`);
  return `\nExamples:\n${parts.join('\n')}`;
}
