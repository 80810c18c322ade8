/**
 * A log with few events per case, of the shape of the public log of Italian road-traffic fines:
 * 150,370 cases, 561,470 events, 11 activities, a few variants for most of the cases.
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

const CREATE = 'Create Fine';
const SENT = [CREATE, 'Send Fine'];
const NOTIFIED = [...SENT, 'Insert Fine Notification'];
const PENALTY = [...NOTIFIED, 'Add penalty'];

/** The counts of the four largest variants are those of the public log; the other two make up its totals. */
const VARIANTS: readonly { readonly cases: number; readonly activities: readonly string[] }[] = [
  { cases: 56_482, activities: [...PENALTY, 'Send for Credit Collection'] },
  { cases: 46_371, activities: [CREATE, 'Payment'] },
  { cases: 20_385, activities: SENT },
  { cases: 9_520, activities: [...PENALTY, 'Payment'] },
  {
    cases: 9_888,
    activities: [...PENALTY, 'Payment', 'Send for Credit Collection'],
  },
  {
    cases: 7_724,
    activities: [...NOTIFIED, 'Insert Date Appeal to Prefecture', 'Send Appeal to Prefecture'],
  },
];

export const FINES_CASES = 150_370;
export const FINES_EVENTS = 561_470;

const FIRST_MS = Date.UTC(2006, 5, 17);
const DAY_MS = 86_400_000;
const HEADER =
  '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0" xmlns="http://www.xes-standard.org/">\n';

export async function writeFinesLog(file: string): Promise<void> {
  const out = createWriteStream(file);
  out.write(HEADER);
  for (const trace of traces()) if (!out.write(trace)) await once(out, 'drain');
  out.end('</log>\n');
  await once(out, 'finish');
}

/** The variants in turn, each as often as it occurs. */
function* traces(): Generator<string> {
  const left = VARIANTS.map(({ cases }) => cases);
  for (let n = 0; n < FINES_CASES;) {
    for (const [index, { activities }] of VARIANTS.entries()) {
      if (left[index] === 0) continue;
      left[index]! -= 1;
      yield traceOf(n, activities);
      n += 1;
    }
  }
}

function traceOf(n: number, activities: readonly string[]): string {
  const start = FIRST_MS + (n % 2_500) * DAY_MS;
  const events = activities.map((activity, i) => eventOf(activity, start + i * 60 * DAY_MS, n));
  return `<trace>\n<string key="concept:name" value="A${n}"/>\n${events.join('')}</trace>\n`;
}

function eventOf(activity: string, at: number, n: number): string {
  const day = new Date(at).toISOString().slice(0, 10);
  const more =
    activity === CREATE
      ? `<string key="org:resource" value="${500 + (n % 60)}"/>\n<float key="amount" value="${20 + (n % 40)}.0"/>\n` +
        `<string key="vehicleClass" value="A"/>\n<int key="article" value="157"/>\n<int key="points" value="0"/>\n`
      : activity === 'Payment'
        ? `<float key="paymentAmount" value="${20 + (n % 40)}.0"/>\n`
        : '';
  return (
    `<event>\n<string key="concept:name" value="${activity}"/>\n` +
    `<date key="time:timestamp" value="${day}T00:00:00.000+02:00"/>\n` +
    `<string key="lifecycle:transition" value="complete"/>\n${more}</event>\n`
  );
}
