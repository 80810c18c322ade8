/** The secret: made once, kept to its owner, refused when it is not as it was made. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { folder } from '../files/facts/facts-in-memory.spec.support.js';
import { loadOrCreateSecret } from './secret.js';

describe('The secret', () => {
  it('is made on first use, for its owner only, and stays the same', async () => {
    const file = path.join(folder(), 'secrets', 'tenant.key');
    const first = await loadOrCreateSecret(file);
    expect(first).toHaveLength(32);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await loadOrCreateSecret(file)).toEqual(first);
  });

  it('is one and the same for all who start at about the same time', async () => {
    for (let round = 0; round < 10; round++) {
      const file = path.join(folder(), 'tenant.key');
      const all = await Promise.all(
        Array.from({ length: 12 }, async (_, index) => {
          // Spread out, so that some ask while others are making it.
          for (let turn = 0; turn < index * 3; turn++) await new Promise(setImmediate);
          return loadOrCreateSecret(file);
        }),
      );
      expect(new Set(all.map((secret) => Buffer.from(secret).toString('hex'))).size).toBe(1);
      expect(readdirSync(path.dirname(file))).toEqual(['tenant.key']);
    }
  });

  it('is one and the same for two processes that start at once', async () => {
    const file = path.join(folder(), 'tenant.key');
    const module = new URL('./secret.js', import.meta.url).href;
    const program = `import { loadOrCreateSecret } from ${JSON.stringify(module)};
      process.stdout.write(Buffer.from(await loadOrCreateSecret(process.argv[1])).toString('hex'));`;
    const outputs = await Promise.all([run(program, file), run(program, file), run(program, file)]);
    expect(new Set(outputs)).toEqual(new Set([readFileSync(file).toString('hex')]));
  });

  it('is refused when others may read it', async () => {
    const file = path.join(folder(), 'tenant.key');
    await loadOrCreateSecret(file);
    chmodSync(file, 0o640);
    await expect(loadOrCreateSecret(file)).rejects.toMatchObject({ code: 'readable-by-others' });
  });

  it('is refused when it has another size, and not replaced', async () => {
    const file = path.join(folder(), 'tenant.key');
    writeFileSync(file, 'short', { mode: 0o600 });
    await expect(loadOrCreateSecret(file)).rejects.toMatchObject({ code: 'wrong-size' });
    expect(readFileSync(file, 'utf8')).toBe('short');
  });

  it('is refused when a folder has its name', async () => {
    const file = path.join(folder(), 'tenant.key');
    mkdirSync(file);
    await expect(loadOrCreateSecret(file)).rejects.toMatchObject({ code: 'not-a-file' });
  });
});

function run(program: string, argument: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, argument]);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', () => resolve(output));
  });
}
