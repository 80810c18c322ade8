import 'reflect-metadata';
import { World } from './dist/test/simulation/world.js';
import { Trace } from './dist/test/simulation/trace.js';
const w = await World.of(Number(process.argv[2]), new Trace()); await w.run().catch(e=>console.log(e));
console.log(w.faults);
for (const e of w.store.readLogNow({limit:1000})) console.log(e.position, new Date(e.recordedAt).toISOString(), e.stream, e.type, JSON.stringify(e.metadata), JSON.stringify(e.data).slice(0,300));
