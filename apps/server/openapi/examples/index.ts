/** Written by test/tools/openapi-examples.ts: what a running server answers. */
import { Receipt } from './receipt.js';
import { BatchReceipt } from './batch-receipt.js';
import { Census } from './census.js';
import { Waits } from './waits.js';
import { Outcomes } from './outcomes.js';
import { Trend } from './trend.js';
import { Variation } from './variation.js';
import { Flow } from './flow.js';
import { Stalls } from './stalls.js';
import { Custody } from './custody.js';
import { Queues } from './queues.js';
import { Duties } from './duties.js';
import { Due } from './due.js';
import { Deviations } from './deviations.js';
import { Measures } from './measures.js';
import { Coverage } from './coverage.js';
import { Feeds } from './feeds.js';
import { Journeys } from './journeys.js';
import { ReturnToWork } from './return-to-work.js';
import { Journey } from './journey.js';
import { PatientCustody } from './patient-custody.js';
import { Pathways } from './pathways.js';
import { Pathway } from './pathway.js';
import { Definitions } from './definitions.js';
import { Organisations } from './organisations.js';
import { Organisation } from './organisation.js';
import { ParkedList } from './parked-list.js';
import { ParkedRecord } from './parked-record.js';
import { ParkedRelease } from './parked-release.js';
import { Outbox } from './outbox.js';
import { Acknowledgement } from './acknowledgement.js';
import { KafkaHealth } from './kafka-health.js';
import { Live } from './live.js';
import { Ready } from './ready.js';
import { Timers } from './timers.js';
import { Projections } from './projections.js';
import { Metrics } from './metrics.js';

export const EXAMPLES: Readonly<Record<string, unknown>> = {
  Receipt,
  BatchReceipt,
  Census,
  Waits,
  Outcomes,
  Trend,
  Variation,
  Flow,
  Stalls,
  Custody,
  Queues,
  Duties,
  Due,
  Deviations,
  Measures,
  Coverage,
  Feeds,
  Journeys,
  ReturnToWork,
  Journey,
  PatientCustody,
  Pathways,
  Pathway,
  Definitions,
  Organisations,
  Organisation,
  ParkedList,
  ParkedRecord,
  ParkedRelease,
  Outbox,
  Acknowledgement,
  KafkaHealth,
  Live,
  Ready,
  Timers,
  Projections,
  Metrics,
};
