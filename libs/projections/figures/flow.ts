/** Flow: which step directly follows which, how often, and after how long. */
import { secondsBetween } from '#calendar';
import { DirectlyFollows, type Edge } from '#statistics';
import { QueryRefused } from '../models/errors.js';
import { intervalAt, type JourneySteps } from '../columns/journey-steps.js';
import type { FigureModels } from '../loaded/each-journey.js';
import { omissions, type Omissions } from '../standing/each-patient.js';
import { eachSelected } from './each-selected.js';
import { flowEvidence } from './flow-evidence.js';
import { Groups, type Grouped } from './groups.js';
import { openQuestion, perEpisode } from './question.js';
import type { AnswerHead, PathwayQuery, PerEpisode } from './question.js';
import type { SpellEvidence } from './spell.js';

export interface FlowQuery extends PathwayQuery {
  /** Maximum edges to list; default all. */
  readonly limit?: number;
  /** Maximum number of steps to list, by patient: those of the kinds that are listed. Default 0. */
  readonly evidence?: number;
}

/** What there is of all, and of each group. */
export interface FlowFigures {
  /** Journeys, or episodes if the pathway has them. */
  readonly cases: number;
  readonly steps: number;
  /** Distinct sequences of steps. */
  readonly variants: number;
  /** Number of edges, listed or not. */
  readonly edgeCount: number;
  /** Most frequent first, then by name. Waits between completed steps only. */
  readonly edges: readonly Edge[];
}

export interface FlowAnswer
  extends AnswerHead, PerEpisode, Omissions, FlowFigures, Grouped<FlowFigures> {
  readonly evidence?: readonly SpellEvidence[];
}

/** @throws QueryRefused unknown pathway or dimension, no instant, or none for groups and filters */
export function flow(models: FigureModels, query: FlowQuery): Promise<FlowAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    const groups = new Groups(query, () => new DirectlyFollows());
    const { cache } = models;
    const { zone } = question.definition;
    const limit = readCount(query.limit, 'limit');
    const source = { cache, view, question };
    const unreadable = await eachSelected(source, groups, (journey, graphs) => {
      for (const graph of graphs)
        graph.add(
          journey.length,
          (index) => journey.type(index),
          (index) => secondsTo(journey, index, zone),
        );
    });
    const all = figuresOf(groups.all, limit);
    const most = readCount(query.evidence, 'evidence');
    return {
      ...question.head,
      ...omissions(unreadable),
      ...perEpisode(question),
      ...all,
      ...groups.answer((graph) => figuresOf(graph, limit)),
      ...(most !== undefined && { evidence: await flowEvidence(source, query, all.edges, most) }),
    };
  });
}

function figuresOf(graph: DirectlyFollows, limit: number | undefined): FlowFigures {
  const edges = graph.edges();
  return {
    cases: graph.traces,
    steps: graph.steps,
    variants: graph.variants,
    edgeCount: edges.length,
    edges: edges.slice(0, limit),
  };
}

/** From the step before; a wait between the same two events is as long. */
function secondsTo(journey: JourneySteps, index: number, zone: string): number {
  return secondsBetween(intervalAt(journey, index - 1), intervalAt(journey, index), zone);
}

/** @throws QueryRefused not a whole number of at least 0 */
export function readCount(count: number | undefined, path: string): number | undefined {
  if (count === undefined || (Number.isInteger(count) && count >= 0)) return count;
  throw new QueryRefused('invalid-query', `${count} is not a whole number of at least 0.`, path);
}
