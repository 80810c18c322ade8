/** A mapping file to start from, guessed from a CSV file's header and first row. */

const GUESSES = {
  case: /^case|case.?id|trace|visit|encounter|stay|episode|admission|referral.?id|henvisning/i,
  type: /activ|concept:name|event.?(name|type)?$|^type|task|step|aktivitet|hendelse|händelse/i,
  time: /time|date|start|complete|when|tid|dato|datum/i,
  patient: /patient|person|mrn|subject|pasient/i,
} as const;

/** Forms of times that tell themselves apart, tried in this order. */
const FORMATS: readonly (readonly [RegExp, string])[] = [
  [/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/, 'iso'],
  [/^\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d$/, 'dd.MM.yyyy HH:mm:ss'],
  [/^\d\d\.\d\d\.\d{4} \d\d:\d\d$/, 'dd.MM.yyyy HH:mm'],
  [/^\d\d\.\d\d\.\d{4}$/, 'dd.MM.yyyy'],
  [/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d$/, 'yyyy/MM/dd HH:mm:ss'],
  [/^\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d$/, 'dd/MM/yyyy HH:mm:ss'],
  [/^\d\d\/\d\d\/\d{4} \d\d:\d\d$/, 'dd/MM/yyyy HH:mm'],
];

/** YAML with what could be guessed filled in and said to be a guess. */
export function mappingTemplate(header: readonly string[], firstRow: readonly string[]): string {
  const used = new Set<string>();
  const pick = (pattern: RegExp): string | undefined => {
    const column = header.find((name) => pattern.test(name) && !used.has(name));
    if (column !== undefined) used.add(column);
    return column;
  };
  const patient = pick(GUESSES.patient);
  const caseColumn = pick(GUESSES.case) ?? patient;
  const time = pick(GUESSES.time);
  const type = pick(GUESSES.type);
  const sample = time === undefined ? '' : (firstRow[header.indexOf(time)] ?? '').trim();
  const format = FORMATS.find(([form]) => form.test(sample))?.[1] ?? 'iso';
  const lines = [
    `# Columns of the file: ${header.map(quoted).join(', ')}`,
    '# What is filled in is guessed: check it.',
    `case: ${named(caseColumn)}`,
    ...(patient === undefined || patient === caseColumn ? [] : [`patient: ${quoted(patient)}`]),
    `type: ${named(type)}`,
    'time:',
    `  column: ${named(time)}`,
    `  format: ${format}`,
    ...(/[Zz]$|[+-]\d\d:?\d\d$/.test(sample)
      ? []
      : ['  zone: Europe/Oslo # of times without an offset']),
    'data: rest # every other column is kept with the event; or a list of columns',
    '# types: # activities that are care events of the catalogue',
    '#   Registration: FirstContactMade',
  ];
  return `${lines.join('\n')}\n`;
}

function named(column: string | undefined): string {
  return column === undefined ? '??? # no column looks like it' : quoted(column);
}

function quoted(column: string): string {
  return /^[A-Za-z][\w ]*\w$/.test(column) ? column : JSON.stringify(column);
}
