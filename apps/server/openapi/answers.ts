/** The answers that the server gives, each with its schema and an example from a running server. */
import type { TSchema } from 'typebox';
import { EXAMPLES } from './examples/index.js';
import { CensusSchema, FlowSchema } from './schemas/census.schema.js';
import { CustodySchema } from './schemas/custody.schema.js';
import {
  AcknowledgementSchema,
  LiveSchema,
  OutboxSchema,
  ParkedListSchema,
  ParkedPatientSchema,
  ParkedReleaseSchema,
  ReadySchema,
  ReceiptSchema,
  TimersSchema,
} from './schemas/engine.schema.js';
import { JourneySchema } from './schemas/journey.schema.js';
import { PatientCustodySchema } from './schemas/patient-custody.schema.js';
import { OrganisationSchema, OrganisationsSchema } from './schemas/organisations.schema.js';
import { PathwaySchema, PathwaysSchema } from './schemas/pathways.schema.js';
import { StallsSchema } from './schemas/stalls.schema.js';
import { OutcomesSchema, WaitsSchema } from './schemas/waits.schema.js';

export const ANSWER_SCHEMAS = {
  Receipt: ReceiptSchema,
  Waits: WaitsSchema,
  Census: CensusSchema,
  Outcomes: OutcomesSchema,
  Flow: FlowSchema,
  Stalls: StallsSchema,
  Custody: CustodySchema,
  Journey: JourneySchema,
  PatientCustody: PatientCustodySchema,
  Pathways: PathwaysSchema,
  Pathway: PathwaySchema,
  Organisations: OrganisationsSchema,
  Organisation: OrganisationSchema,
  ParkedList: ParkedListSchema,
  ParkedRecord: ParkedPatientSchema,
  ParkedRelease: ParkedReleaseSchema,
  Outbox: OutboxSchema,
  Acknowledgement: AcknowledgementSchema,
  Live: LiveSchema,
  Ready: ReadySchema,
  Timers: TimersSchema,
} satisfies Readonly<Record<string, TSchema>>;

export type AnswerName = keyof typeof ANSWER_SCHEMAS;

/** What has an example: the answers, and the metrics, which are text. */
export type ExampleName = AnswerName | 'Metrics';

export function exampleOf(name: ExampleName): unknown {
  return EXAMPLES[name];
}
