/** The examples that end a command's help: what each does, and a line to copy. */
export function examples(lines: Readonly<Record<string, string>>): string {
  const parts = Object.entries(lines).map(([purpose, line]) => `  # ${purpose}\n  $ ${line}`);
  return `\nExamples:\n${parts.join('\n')}`;
}
