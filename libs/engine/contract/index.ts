/** Contract suites of the engine's ports: what each promises, as tests that every adapter runs. */
export { describeCheckpointStoreContract } from './checkpoint-store.js';
export { describeParkedSequencesContract } from './parked-sequences.js';
export { describeFactKeyIndexContract } from './fact-key-index.js';
