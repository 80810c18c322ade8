/** Tables that name their columns as PM4Py, bupaR or Celonis do, and so need no mapping. */
import type { Mapping } from '../mapping/mapping.js';

interface Convention {
  readonly tool: string;
  /** Each by the names that it goes by; all are needed. */
  readonly case: readonly string[];
  readonly type: readonly string[];
  readonly time: readonly string[];
  readonly start?: readonly string[];
  readonly transition?: readonly string[];
  readonly instance?: readonly string[];
  readonly sequence?: readonly string[];
  readonly resource?: readonly string[];
  /** What a tool adds for itself. */
  readonly drop?: readonly string[];
}

const CONVENTIONS: readonly Convention[] = [
  {
    tool: 'PM4Py',
    case: ['case:concept:name'],
    type: ['concept:name'],
    time: ['time:timestamp'],
    start: ['start_timestamp'],
    transition: ['lifecycle:transition'],
    instance: ['concept:instance'],
    drop: ['@@index', '@@case_index'],
  },
  {
    tool: 'bupaR',
    case: ['case_id'],
    type: ['activity', 'activity_id'],
    time: ['timestamp'],
    transition: ['lifecycle_id', 'lifecycle'],
    instance: ['activity_instance_id', 'activity_instance'],
    resource: ['resource_id', 'resource'],
    drop: ['.order'],
  },
  {
    tool: 'Celonis',
    case: ['_CASE_KEY'],
    type: ['ACTIVITY_EN', 'ACTIVITY', 'ACTIVITY_DE'],
    time: ['EVENTTIME'],
    sequence: ['_SORTING'],
  },
];

export interface RecognisedColumns {
  readonly mapping: Mapping;
  readonly message: string;
}

export function recogniseColumns(header: readonly string[]): RecognisedColumns | undefined {
  for (const convention of CONVENTIONS) {
    const find = (names: readonly string[] = []): string | undefined =>
      header.find((column) => names.some((name) => name.toLowerCase() === column.toLowerCase()));
    const [caseColumn, type, time] = [convention.case, convention.type, convention.time].map(find);
    if (caseColumn === undefined || type === undefined || time === undefined) continue;
    const [start, transition, instance, sequence, resource] = [
      convention.start,
      convention.transition,
      convention.instance,
      convention.sequence,
      convention.resource,
    ].map(find);
    const drop = header.filter((column) => convention.drop?.includes(column));
    return {
      mapping: {
        ...{ case: caseColumn, type, time },
        ...(start !== undefined && { start }),
        ...(transition !== undefined && { transition }),
        ...(instance !== undefined && { instance }),
        ...(sequence !== undefined && { sequence }),
        ...(drop.length > 0 && { drop }),
        data: [
          'rest',
          ...(resource === undefined ? [] : [{ column: resource, name: 'org:resource' }]),
        ],
      },
      message: `Columns are named as ${convention.tool} names them: ${caseColumn} is the case, ${type} the activity, ${time} its time; all others are kept.`,
    };
  }
  return undefined;
}
