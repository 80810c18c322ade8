/** Entry of the command `stafett`; `bin/stafett.mjs` loads it once Node is known to be new enough. */
import { processIo } from './terminal/io.js';
import { run } from './program.js';

// Whatever is written to a data folder is for its owner only.
const umask = process.umask(0o077);
// No await at the top level: parts that are loaded later may import this file's bundle, and would
// wait for its end while it waits for them. Such a run would end with 0 and without a word.
void run(process.argv.slice(2), processIo(umask)).then((code) => {
  process.exitCode = code;
});
