/** What `stafett pathway test` prints: scenario by scenario, then the rules that none touches. */
import type { ScenarioFailure } from '#pathway-language';
import type { PathwayTestAnswer, PathwayTestRun } from '../files/scenario-run.js';
import { counted, percent } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { problemLine } from './problems.js';

export async function renderTests(page: Page, answer: PathwayTestAnswer): Promise<Page> {
  for (const run of answer.pathways) {
    page.line(page.tone('bold', run.pathway ?? run.definition));
    for (const problem of run.problems) page.line(`  ${problemLine(problem.file, problem, page)}`);
    for (const { id, title, status, failures } of run.scenarios) {
      const mark = status === 'ok' ? page.tone('green', 'ok    ') : page.tone('red', 'failed');
      page.line(`  ${mark}  ${id}: ${title}`);
      for (const failure of failures) renderFailure(failure, run, page);
    }
    renderUntouched(run, page);
    page.gap();
  }
  await renderCoverage(answer, page);
  return page.line(summary(answer));
}

function renderFailure(failure: ScenarioFailure, run: PathwayTestRun, page: Page): void {
  const { line, column, at, what, expected, found, because } = failure;
  const location = `${run.scenariosFile ?? ''}:${line}:${column}`;
  page.line(`          ${location}: at ${at}, ${what}`);
  page.line(`            expected ${expected}`);
  page.line(`            found    ${found}`);
  for (const reason of because) page.line(page.tone('dim', `              ${reason}`));
}

function renderUntouched({ scenariosFile, coverage, problems }: PathwayTestRun, page: Page): void {
  if (scenariosFile === null && problems.length === 0) {
    page.line(page.tone('yellow', '  has no scenarios'));
    return;
  }
  if (coverage === null || coverage.untouched.length === 0) return;
  page.line(page.tone('yellow', '  not touched by any scenario:'));
  for (const rule of coverage.untouched) page.line(`    ${rule}`);
}

async function renderCoverage({ pathways }: PathwayTestAnswer, page: Page): Promise<void> {
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

function summary({ passed, failed, malformed, untouched }: PathwayTestAnswer): string {
  const parts = [
    `${counted(passed + failed, 'scenario')}: ${passed} ok, ${failed} failed.`,
    ...(malformed === 0 ? [] : [`${counted(malformed, 'pathway')} could not be tested.`]),
    ...(untouched === 0
      ? []
      : [`${counted(untouched, 'rule is', 'rules are')} not touched by any scenario.`]),
  ];
  return parts.join(' ');
}
