/** Entry of the command `stafett`; `bin/stafett.mjs` loads it once Node is known to be new enough. */
import { processIo } from './terminal/io.js';
import { run } from './program.js';

// Whatever is written to a data folder is for its owner only.
const umask = process.umask(0o077);
process.exitCode = await run(process.argv.slice(2), processIo(umask));
