/** The answers that the server gives, each with its schema and an example from a running server. */
import type { TSchema } from 'typebox';
import type { AnswerNameOf } from '../../composition/figures/describe-figure.js';
import type { DescribedFigure } from '../../composition/figures/descriptions.js';
import { EXAMPLES } from './examples/index.js';
import { FIGURE_SCHEMAS } from './figures/index.js';
import {
  AcknowledgementSchema,
  KafkaHealthSchema,
  LiveSchema,
  OutboxSchema,
  ParkedListSchema,
  ParkedPatientSchema,
  ParkedReleaseSchema,
  ProjectionsSchema,
  ReadySchema,
  BatchReceiptSchema,
  ReceiptSchema,
  TimersSchema,
} from './schemas/engine.schema.js';
import { JourneySchema } from './schemas/journey.schema.js';
import { PatientCustodySchema } from './schemas/patient-custody.schema.js';
import { OrganisationSchema, OrganisationsSchema } from './schemas/organisations.schema.js';
import { DefinitionsSchema, PathwaySchema, PathwaysSchema } from './schemas/pathways.schema.js';

export type FigureAnswerName = AnswerNameOf<DescribedFigure>;

export const ANSWER_SCHEMAS = {
  Receipt: ReceiptSchema,
  BatchReceipt: BatchReceiptSchema,
  // One for each figure that is described: a test says where one is missing.
  ...(FIGURE_SCHEMAS as Readonly<Record<FigureAnswerName, TSchema>>),
  Journey: JourneySchema,
  PatientCustody: PatientCustodySchema,
  Pathways: PathwaysSchema,
  Pathway: PathwaySchema,
  Definitions: DefinitionsSchema,
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
  KafkaHealth: KafkaHealthSchema,
  Projections: ProjectionsSchema,
} satisfies Readonly<Record<string, TSchema>>;

export type AnswerName = keyof typeof ANSWER_SCHEMAS;

/** What has an example: the answers, and the metrics, which are text. */
export type ExampleName = AnswerName | 'Metrics';

export function exampleOf(name: ExampleName): unknown {
  return EXAMPLES[name];
}
