/** What `stafett pathway test` prints: scenario by scenario, then the rules that none touches. */
import type { ScenarioFailure } from '#pathway-language';
import type { TestAnswer, TestedPathway } from '../files/scenario-run.js';
import type { Page } from '../terminal/page.js';
import { problemLine } from './problems.js';
import { counted, percent } from '../terminal/format.js';

export async function renderTests(answer: TestAnswer, page: Page): Promise<Page> {
  for (const tested of answer.pathways) {
    page.line(page.tone('bold', tested.pathway ?? tested.definition));
    for (const problem of tested.problems)
      page.line(`  ${problemLine(problem.file, problem, page)}`);
    for (const { id, title, status, failures } of tested.scenarios) {
      const mark = status === 'ok' ? page.tone('green', 'ok    ') : page.tone('red', 'failed');
      page.line(`  ${mark}  ${id}: ${title}`);
      for (const failure of failures) renderFailure(failure, tested, page);
    }
    renderUncovered(tested, page);
    page.gap();
  }
  await renderCoverage(answer, page);
  return page.line(summary(answer));
}

function renderFailure(failure: ScenarioFailure, tested: TestedPathway, page: Page): void {
  const { line, column, at, what, expected, found, because } = failure;
  const where = `${tested.scenariosFile ?? ''}:${line}:${column}`;
  page.line(`          ${where}: at ${at}, ${what}`);
  page.line(`            expected ${expected}`);
  page.line(`            found    ${found}`);
  for (const reason of because) page.line(page.tone('dim', `              ${reason}`));
}

function renderUncovered({ scenariosFile, coverage, problems }: TestedPathway, page: Page): void {
  if (scenariosFile === null && problems.length === 0) {
    page.line(page.tone('yellow', '  has no scenarios'));
    return;
  }
  if (coverage === null || coverage.untouched.length === 0) return;
  page.line(page.tone('yellow', '  no scenario touches:'));
  for (const rule of coverage.untouched) page.line(`    ${rule}`);
}

async function renderCoverage({ pathways }: TestAnswer, page: Page): Promise<void> {
  const rows = pathways.flatMap(({ pathway, scenarios, coverage }) => {
    if (pathway === null || coverage === null) return [];
    const touched = coverage.rules - coverage.untouched.length;
    const share = percent(touched, coverage.rules);
    return [[pathway, String(scenarios.length), String(coverage.rules), String(touched), share]];
  });
  if (rows.length === 0) return;
  await page.table(
    [
      { title: 'pathway' },
      { title: 'scenarios', right: true },
      { title: 'rules', right: true },
      { title: 'touched', right: true },
      { title: 'coverage', right: true },
    ],
    rows,
  );
}

function summary({ passed, failed, malformed, untouched }: TestAnswer): string {
  const parts = [
    `${counted(passed + failed, 'scenario')}: ${passed} ok, ${failed} failed.`,
    ...(malformed === 0 ? [] : [`${counted(malformed, 'pathway')} could not be tested.`]),
    ...(untouched === 0 ? [] : [`No scenario touches ${counted(untouched, 'rule')}.`]),
  ];
  return parts.join(' ');
}
