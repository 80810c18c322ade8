/**
 * `feeds.yaml`: how long sources may be silent at most, for those whose rhythm is known and need not be
 * learned. Read strictly: a slip here would hide that a source has gone silent.
 */
import { readFile } from 'node:fs/promises';
import { Type } from 'typebox';
import { parseLimit } from '#calendar';
import { readCheckedYaml } from '#pathway-language';
import { ConfigurationInvalid } from './configuration-invalid.js';

const FILE_BYTES_MAX = 256 * 1024;

const StatedFeeds = Type.Object(
  {
    /** Limits by source. */
    sources: Type.Record(Type.String(), Type.String({ minLength: 1, maxLength: 100 }), {
      maxProperties: 2_000,
    }),
  },
  { additionalProperties: false },
);

/**
 * @returns limits by source; nothing where there is no such file
 * @throws ConfigurationInvalid; the system's errors for a file that cannot be read
 */
export async function loadStatedFeeds(file: string): Promise<Readonly<Record<string, string>>> {
  let yaml: string;
  try {
    yaml = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  if (Buffer.byteLength(yaml) > FILE_BYTES_MAX)
    throw new ConfigurationInvalid([
      { location: file, message: `it is larger than ${FILE_BYTES_MAX} bytes` },
    ]);
  const read = readCheckedYaml(yaml, StatedFeeds, ({ sources }, at) => {
    for (const [source, text] of Object.entries(sources))
      if (parseLimit(text) === undefined)
        at(['sources', source], `${text} is not a limit; write it as 4h, 2 days or 1 working day`);
  });
  if ('value' in read) return read.value.sources;
  throw new ConfigurationInvalid(
    read.problems.map(({ line, column, message }) => ({
      location: `${file}:${line}:${column}`,
      message,
    })),
  );
}
