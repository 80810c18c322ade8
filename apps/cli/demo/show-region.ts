/** What the demo shows at its end: the stall list, two figures, and where to look next. */
import type { CensusAnswer, StallsAnswer, WaitsAnswer } from '#projections';
import { censusSummary } from '../render/census.js';
import { renderStalls } from '../render/stalls.js';
import type { Titles } from '../render/titles.js';
import { renderWaits } from '../render/waits.js';
import type { Session } from '../session/session.js';

export const PATHWAY = 'back-pain';

const STALLS_LISTED = 15;
const CATCH_UP_TRIES_MAX = 300;
const CATCH_UP_PAUSE_MS = 100;

interface Region {
  readonly url: string;
  /** Whether it goes on being served after this. */
  readonly served: boolean;
}

export async function showRegion(
  session: Session,
  { url, served }: Region,
  titles: Titles,
): Promise<void> {
  await readModelsCaughtUp(url);
  const pathway = `${url}/pathways/${PATHWAY}`;
  const stalls = await get<StallsAnswer>(`${pathway}/stalls?limit=${STALLS_LISTED}`);
  const waits = await get<WaitsAnswer>(
    `${pathway}/waits?from=SymptomOnsetReported&to=RehabPlanAgreed&within=6%20weeks&asOf=${now()}`,
  );
  const census = await get<CensusAnswer>(`${pathway}/census`);
  for (const part of [
    await renderStalls(session.page(), stalls, titles),
    await renderWaits(session.page(), waits),
    censusSummary(session.page(), census),
    whereNext(session, served ? url : undefined, stalls.stalls[0]?.patient),
  ]) {
    session.line(`\n${part.toString().trimEnd()}`);
  }
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
      .line(`  ${url}/pathways/${PATHWAY}/stalls`)
      .line(`  ${url}/patients/${patient}/journey`);
  } else page.line(command('serve'));
  return page
    .line(command(`replay ${patient}`))
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
