/** The version of this program. */
import { readFileSync } from 'node:fs';

export function stafettVersion(): string {
  // This file lies as deep as the bundle does.
  const manifest = new URL('../../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
