/** What the demo shows at its end: who is stalled on each pathway, a wait, and where to look next. */
import type { CensusAnswer, StallsAnswer, WaitsAnswer } from '#projections';
import { censusSummary } from '../render/census.js';
import { renderStalls } from '../render/stalls.js';
import type { Titles } from '../render/titles.js';
import { renderWaits } from '../render/waits.js';
import type { Page } from '../terminal/page.js';
import type { Session } from '../session/session.js';

/** The pathway of which a wait is shown, and that the next questions are about. */
const PATHWAY = 'fi-back-pain';
/** Of each pathway. */
const STALLS_LISTED = 7;
const CATCH_UP_TRIES_MAX = 300;
const CATCH_UP_PAUSE_MS = 100;

interface Region {
  readonly url: string;
  /** Whether its log is there after this. */
  readonly kept: boolean;
  /** Whether it goes on being served after this. */
  readonly served: boolean;
}

/** @param titles by pathway, in the order in which they are shown */
export async function showRegion(
  session: Session,
  { url, served, kept }: Region,
  titles: ReadonlyMap<string, Titles>,
): Promise<void> {
  await readModelsCaughtUp(url);
  const show = (page: Page): void => session.line(`\n${page.toString().trimEnd()}`);
  let stalled: string | undefined;
  for (const [pathway, named] of titles) {
    const base = `${url}/v1/pathways/${pathway}`;
    const stalls = await get<StallsAnswer>(`${base}/stalls?limit=${STALLS_LISTED}`);
    stalled ??= stalls.stalls[0]?.patient;
    show(await renderStalls(session.page(), stalls, named));
    show(censusSummary(session.page(), await get<CensusAnswer>(`${base}/census`)));
  }
  const waits = await get<WaitsAnswer>(
    `${url}/v1/pathways/${PATHWAY}/waits?from=SymptomOnsetReported&to=RehabPlanAgreed&within=6%20weeks&asOf=${now()}`,
  );
  show(await renderWaits(session.page(), waits));
  if (kept) show(whereNext(session, served ? url : undefined, stalled));
}

function now(): string {
  return new Date().toISOString();
}

/** The server answers from read models that follow the log: waits until they have caught up. */
async function readModelsCaughtUp(url: string): Promise<void> {
  for (let tries = 0; tries < CATCH_UP_TRIES_MAX; tries++) {
    const ready = await get<{ position: string | null; readModels: string | null }>(
      `${url}/health/ready`,
    );
    if (ready.position === ready.readModels) return;
    await new Promise((resolve) => setTimeout(resolve, CATCH_UP_PAUSE_MS));
  }
}

async function get<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

function whereNext(session: Session, url: string | undefined, patient = 'p…') {
  const page = session.page();
  const data = `--data ${session.folder}`;
  const command = (text: string): string => `  npx stafett ${text} ${data}`;
  page.title('Where to look next');
  if (url !== undefined) {
    page
      .line(`  ${url}/openapi.json`)
      .line(`  ${url}/v1/pathways/${PATHWAY}/stalls`)
      .line(`  ${url}/v1/patients/${patient}/journey`);
  } else page.line(command('serve'));
  return page
    .line(command(`replay ${patient}`))
    .line(command(`custody --patient ${patient}`))
    .line(command(`flow --pathway ${PATHWAY}`))
    .line(
      command(
        `outcomes --pathway ${PATHWAY} --from SymptomOnsetReported --cause PLAN=RehabPlanAgreed ` +
          '--cause SPECIALIST=AssessmentStarted --at "6 weeks" --at "12 weeks"',
      ),
    )
    .line(command('log --backwards --limit 20'))
    .gap();
}
