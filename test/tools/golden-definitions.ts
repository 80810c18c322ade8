/**
 * Writes the golden history of each shipped definition whose version has none. Run by hand when a
 * version is published: `npm run golden:definitions`. What is there stays.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { goldenScenarios, hashOf, read } from '../golden-definitions.js';

const SHIPPED = 'deploy/pathways';
const GOLDEN = 'test/golden/definitions';

await mkdir(GOLDEN, { recursive: true });
const asked = process.argv.slice(2);
for (const file of (await readdir(SHIPPED)).sort()) {
  if (file.endsWith('.scenarios.yaml') || !file.endsWith('.yaml')) continue;
  const id = file.slice(0, -'.yaml'.length);
  if (asked.length > 0 && !asked.includes(id)) continue;
  const definition = await readFile(`${SHIPPED}/${file}`, 'utf8');
  const scenarios = await readFile(`${SHIPPED}/${id}.scenarios.yaml`, 'utf8');
  const texts = { definition, scenarios };
  const { version } = read(texts).definition;
  const lines = [{ sha256: hashOf(texts), ...texts }, ...goldenScenarios(texts)];
  await keep(`${GOLDEN}/${id}-v${version}.ndjson`, lines);
}

async function keep(file: string, lines: readonly unknown[]): Promise<void> {
  const text = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
  try {
    await writeFile(file, text, { flag: 'wx' });
    process.stdout.write(`${file}: ${lines.length - 1} scenarios\n`);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    process.stdout.write(`${file} is there and stays as it is\n`);
  }
}
