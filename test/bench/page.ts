/** docs/benchmarks.md, made from a run. */
import { thousands, type Row } from './row.js';

export interface Run {
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryGiB: number;
    readonly node: string;
    readonly sqlite: string;
  };
  readonly rows: readonly Row[];
}

export function benchmarksPage({ machine, rows }: Run): string {
  const { cpu, cores, memoryGiB, node, sqlite } = machine;
  const lines = rows.map(
    ({ work, figure, unit, target, met, beside, note }) =>
      `| ${work} | ${thousands(figure)} ${unit} | ${target} | ${met ? 'met' : '**missed**'} | ${beside}${note === undefined ? '' : `. ${note}`} |`,
  );
  return `# Benchmarks

Written by \`npm run bench -- --write\`; run it on your own machine. Each figure stands beside a limit
or a peer measured in the same run, because figures swing with what else a machine does.

Machine of this run: ${cores} cores (${cpu}), ${memoryGiB} GiB, Node ${node}, SQLite ${sqlite}.

| Work | Figure | Target | | Beside it |
|---|---|---|---|---|
${lines.join('\n')}
`;
}
