/** Contract suites of the engine's ports: what each promises, as tests that every adapter runs. */
export { describeCheckpointStoreContract, type OpenedCheckpointStore } from './checkpoint-store.js';
export { describeParkedSequencesContract, type OpenedLog } from './parked-sequences.js';
