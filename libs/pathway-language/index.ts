/** From YAML to a definition and back to people: parsing, linting, scenarios, drawings, schemas. */
export {
  compareDefinitions,
  type DefinitionComparison,
  type ElementChange,
} from './comparison/compare-definitions.js';
export type { OwedEffect } from './comparison/owed-effects.js';
export { drawSvg } from './drawing/svg.js';
export { drawText } from './drawing/text.js';
export { formatParts } from './drawing/format-rules.js';
export { lintDefinition, readAndLint, type LintedDefinition } from './lint/lint-definition.js';
export { definitionSchema } from './parsing/definition-schema.js';
export { readDefinition } from './parsing/read-definition.js';
export {
  readCheckedYaml,
  type ReportProblem,
  type YamlProblem,
} from './parsing/read-checked-yaml.js';
export { DEFINITION_BYTES_MAX, readYaml } from './parsing/yaml-document.js';
export type { Failure as ScenarioFailure } from './scenarios/comparison.js';
export { readScenarios } from './scenarios/read-scenarios.js';
export { runScenarios } from './scenarios/run-scenarios.js';
export type { Coverage } from './scenarios/run-scenarios.js';
export { scenariosSchema } from './scenarios/scenario-schema.js';
export { DRAFT_KEYS, firstDraft } from './template/first-draft.js';
