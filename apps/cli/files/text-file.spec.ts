/** Files that cannot be definitions are refused in plain words. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEFINITION_BYTES_MAX } from '#pathway-language';
import { readText, textIfThere } from './text-file.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'stafett-text-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(content: string | Buffer): string {
  const file = path.join(folder, 'hip.yaml');
  writeFileSync(file, content);
  return file;
}

/** Why it is refused: code and message, without the name of the folder. */
async function refusal(file: string): Promise<string> {
  const error = await readText(file).then(
    () => new Error('it was read'),
    (thrown: unknown) => thrown as Error & { code: string },
  );
  return `${'code' in error ? error.code : ''}: ${error.message.replace(`${folder}/`, '')}`;
}

describe('A file', () => {
  it('is read to the byte, including a byte order mark', async () => {
    const text = '\ufeffpathway: hüfte # 日本\r\n';
    expect(await readText(fileOf(text))).toBe(text);
    const full = 'a'.repeat(DEFINITION_BYTES_MAX);
    expect(await readText(fileOf(full))).toBe(full);
  });

  it.each([
    [
      'is in Latin-1',
      Buffer.from('a: b\nc: h\xfcfte\n', 'latin1'),
      'not-utf-8: hip.yaml is not in UTF-8: line 2 contains other bytes.',
    ],
    [
      'is cut within a character',
      Buffer.from('ü').subarray(0, 1),
      'not-utf-8: hip.yaml is not in UTF-8: line 1 contains other bytes.',
    ],
    [
      'is in UTF-16',
      Buffer.from('\ufeffa: b', 'utf16le'),
      'not-utf-8: hip.yaml is in UTF-16, not in UTF-8.',
    ],
    [
      'is in UTF-16 without a byte order mark',
      Buffer.from('a: b', 'utf16le'),
      'not-utf-8: hip.yaml is in UTF-16, not in UTF-8.',
    ],
    [
      'has a NUL character',
      'a: b\nc: \0\n',
      'not-text: hip.yaml is not a text file: line 2 contains a NUL character.',
    ],
    ['is empty', '', 'empty-file: hip.yaml is empty.'],
    [
      'is too long',
      'a'.repeat(DEFINITION_BYTES_MAX + 1),
      'too-long: hip.yaml is longer than 256 KiB.',
    ],
  ])('that %s is refused', async (_what, content, why) => {
    expect(await refusal(fileOf(content))).toBe(why);
  });

  it('that is very long, or never ends, is not read to its end', async () => {
    const large = fileOf('');
    truncateSync(large, 3 * 1024 ** 3);
    expect(await refusal(large)).toBe('too-long: hip.yaml is longer than 256 KiB.');
    expect(await refusal('/dev/zero')).toBe('too-long: /dev/zero is longer than 256 KiB.');
    rmSync(large);
  });

  it('that does not exist, or is a folder, is refused in plain words', async () => {
    const none = path.join(folder, 'none.yaml');
    expect(await refusal(none)).toBe('ENOENT: There is no file or folder none.yaml.');
    expect(await textIfThere(none)).toBeUndefined();
    mkdirSync(path.join(folder, 'sub'));
    const sub = path.join(folder, 'sub');
    expect(await refusal(sub)).toBe('EISDIR: This is a folder, not a file: sub.');
    await expect(textIfThere(sub)).rejects.toThrow('a folder');
  });
});
