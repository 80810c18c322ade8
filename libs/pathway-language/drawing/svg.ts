/**
 * A definition as a drawing (SVG): lanes side by side, the way downwards. Placing is simple
 * and always the same: lanes share the width, places stand below each other in the
 * definition's order, what holds everywhere is listed below.
 */
import type { Definition } from '#pathway';
import { END } from './outline-blocks.js';
import type { Outline, StageBlock } from './outline-blocks.js';
import { outlineOf } from './outline.js';
import { arrowHeads } from './svg-arrows.js';
import { drawLegend, drawOwed } from './svg-boxes.js';
import type { Span } from './svg-boxes.js';
import { drawFlow } from './svg-flow.js';
import type { Flow } from './svg-flow.js';
import { SwimlaneLayout, lanesIn } from './swimlane-layout.js';
import { BODY, Column, INK, LABEL, QUIET, rect } from './svg-shapes.js';
import { escapeXml } from './svg-text.js';

const WIDTH = 1_200;
const MARGIN = 16;
const BETWEEN = 16;

/** The drawing: well-formed XML, 1,200 px wide. The same definition gives the same text. */
export function drawSvg(definition: Definition): string {
  const outline = outlineOf(definition);
  const whole = new Column(MARGIN, MARGIN, WIDTH - 2 * MARGIN);
  whole.paragraph(outline.title, { size: 20, bold: true });
  for (const fact of outline.facts) whole.paragraph(fact, { ...BODY, fill: QUIET });
  whole.gap(10);
  addBar(whole, 'Entry', outline.entry.text);
  const lanes = new SwimlaneLayout(outline, whole);
  const flow = drawFlow(outline, lanes, whole.y + 14, whole.y);
  whole.y = flow.bottom;
  if (hasEnd(outline)) {
    const words = outline.closes === undefined ? '' : `from any stage on ${outline.closes}`;
    addBar(whole, 'End', words);
    whole.gap(BETWEEN);
  }
  const below = drawBelow(outline, whole, whole.y);
  const height = Math.ceil(below.bottom + MARGIN);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="stafett-title stafett-desc" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif">`,
    `<title id="stafett-title">${escapeXml(outline.title)}</title>`,
    `<desc id="stafett-desc">${escapeXml(summary(outline))}</desc>`,
    arrowHeads(),
    rect({ x: 0, y: 0, width: WIDTH, height }, { fill: '#ffffff', round: 0 }),
    ...flow.shapes,
    ...whole.shapes,
    ...below.shapes,
    '</svg>',
    '',
  ].join('\n');
}

/** Entry and end: a bar across the whole drawing, so that arrows reach it from every gutter. */
function addBar(whole: Column, label: string, text: string): void {
  const top = whole.y;
  const inner = new Column(whole.x + 14, top + 7, whole.width - 28);
  inner.labelled({ label, text }, { ...LABEL, fill: INK });
  const height = inner.y + 7 - top;
  const box = { x: whole.x, y: top, width: whole.width, height };
  whole.shapes.push(rect(box, { fill: '#f0f0f0', line: INK, round: 14 }), ...inner.shapes);
  whole.y = top + height;
}

function hasEnd(outline: Outline): boolean {
  return (
    outline.closes !== undefined ||
    outline.blocks.some((block) => block.kind === 'stage' && leadsToEnd(block))
  );
}

function leadsToEnd({ rows, parts }: StageBlock): boolean {
  return rows.some(({ to }) => to === END) || parts.some(leadsToEnd);
}

/** What belongs to no stage: duties of services that hold none, then the legend; two columns. */
function drawBelow(outline: Outline, { x, width }: Span, top: number): Flow {
  const shapes: string[] = [];
  const half = (width - BETWEEN) / 2;
  const columns = [
    { x, y: top },
    { x: x + half + BETWEEN, y: top },
  ];
  const add = (draw: (span: Span, y: number) => Flow): void => {
    const shorter = columns.reduce((best, column) => (column.y < best.y ? column : best));
    const card = draw({ x: shorter.x, width: half }, shorter.y);
    shapes.push(...card.shapes);
    shorter.y = card.bottom + BETWEEN;
  };
  for (const owed of outline.owed) add((span, y) => drawOwed(owed, span, y));
  for (const part of outline.legend) add((span, y) => drawLegend(part, span, y));
  return { shapes, bottom: Math.max(...columns.map((column) => column.y)) - BETWEEN };
}

/** The drawing in one sentence per lane, for those who do not see it. */
function summary(outline: Outline): string {
  const lanes = lanesIn(outline).map(({ level, title }) => {
    const stages = outline.blocks.filter(
      (block) => block.kind === 'stage' && block.level === level,
    );
    const names = stages.map((stage) => stage.title).join(', ');
    return `${title}: ${names === '' ? 'no stage' : names}.`;
  });
  const handovers = outline.blocks.flatMap((block) => {
    return block.kind === 'handover' ? [`Handover from ${block.from} to ${block.to}.`] : [];
  });
  return [`Entry: ${outline.entry.text}.`, ...lanes, ...handovers].join(' ');
}
