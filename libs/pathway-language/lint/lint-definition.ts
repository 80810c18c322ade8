/** All that is wrong or doubtful about a definition's text, for those who write it. */
import type { Definition, Problem } from '#pathway';
import { definitionOf, parseDefinition } from '../parsing/read-definition.js';
import { lintCasesCaughtBefore, lintExitsCaughtBefore } from './caught-before.js';
import { lintDaysNeverReached, lintEndlessPauses, lintNothingCounted } from './clocks.js';
import { lintCodes } from './codes.js';
import { lintImpossibleConditions } from './conditions.js';
import { lintContradictoryGuards, lintGuardCircles } from './guards.js';
import { lintHoldersNeverAccepting, lintMovesByDeed, lintUselessTakingOver } from './custody.js';
import {
  lintAcceptedElsewhere,
  lintActionsToTheSame,
  lintAmbiguousAnswers,
  lintHandoversToThemselves,
  lintOffersToRefusers,
  lintSilentSteps,
} from './handovers.js';
import { lintUnfilteredEntries } from './entries.js';
import { lintLimitsBeyondStages, lintLimitsOfParts } from './limits.js';
import { lintEventsWithoutKey } from './keys.js';
import { LintSubject } from './lint-subject.js';
import { lintDeadEnds, lintUnreachableStages } from './reachability.js';
import { lintMovesWithoutHandover } from './organisations.js';
import { lintReservedStage, lintTypesInCatalogue } from './names.js';
import { lintContradictoryEvidence, lintNothingEarlier, lintRedundantParts } from './parts.js';
import { lintSchemaRisks } from './schema-risks.js';
import {
  lintAnswersOfSeveralScopes,
  lintScopesPassedToTheirHolder,
  lintSendersWithoutScope,
} from './scope-handovers.js';
import {
  lintNamedWithoutScopes,
  lintOwedBeforeScope,
  lintScopesBegunByTheirEnd,
  lintScopesNeverBegun,
  lintScopesNeverPassed,
} from './scopes.js';
import { lintSources } from './sources.js';
import { lintUnboundedDanger, lintUnescalatedDanger } from './severity.js';
import { lintUngradedClocks, lintWarningsFromStart } from './times.js';
import { lintTranslations } from './translations.js';
import { lintUnused } from './unused.js';
import { lintUnlimitedWaits } from './waits.js';

/** Errors come first, so that a list that is full of warnings cannot push one out. */
const LINTS: readonly ((subject: LintSubject) => void)[] = [
  lintReservedStage,
  lintTypesInCatalogue,
  lintSchemaRisks,
  lintUnfilteredEntries,
  lintUnreachableStages,
  lintDeadEnds,
  lintScopesNeverBegun,
  lintUngradedClocks,
  lintImpossibleConditions,
  lintContradictoryGuards,
  lintGuardCircles,
  lintContradictoryEvidence,
  lintNothingEarlier,
  lintCodes,
  lintDaysNeverReached,
  lintExitsCaughtBefore,
  lintCasesCaughtBefore,
  lintAmbiguousAnswers,
  lintHandoversToThemselves,
  lintScopesPassedToTheirHolder,
  lintOffersToRefusers,
  lintActionsToTheSame,
  lintSilentSteps,
  lintAcceptedElsewhere,
  lintHoldersNeverAccepting,
  lintMovesByDeed,
  lintUselessTakingOver,
  lintMovesWithoutHandover,
  lintAnswersOfSeveralScopes,
  lintSendersWithoutScope,
  lintScopesBegunByTheirEnd,
  lintOwedBeforeScope,
  lintUnlimitedWaits,
  lintLimitsBeyondStages,
  lintLimitsOfParts,
  lintWarningsFromStart,
  lintUnescalatedDanger,
  lintUnboundedDanger,
  lintEndlessPauses,
  lintNothingCounted,
  lintEventsWithoutKey,
  lintRedundantParts,
  lintSources,
  lintTranslations,
  lintUnused,
  lintScopesNeverPassed,
  lintNamedWithoutScopes,
];

/**
 * Everything that `readDefinition` refuses; of a text that it accepts, what else speaks
 * against publishing it (errors) or looks unmeant (warnings). Never throws, whatever the
 * text; sorted by place, at most 1,000.
 */
export function lintDefinition(text: string): readonly Problem[] {
  return readAndLint(text).problems;
}

export interface LintedDefinition {
  /** Undefined where `readDefinition` refuses the text. */
  readonly definition: Definition | undefined;
  readonly problems: readonly Problem[];
}

/** What `readDefinition` and `lintDefinition` say of a text that is parsed once. Plain data. */
export function readAndLint(text: string): LintedDefinition {
  const { yaml, mentions, problems } = parseDefinition(text);
  if (yaml === undefined) return { definition: undefined, problems: problems.sorted() };
  const definition = definitionOf(yaml, mentions);
  const subject = new LintSubject(definition, yaml, mentions, problems);
  for (const lint of LINTS) lint(subject);
  return { definition, problems: problems.sorted() };
}
