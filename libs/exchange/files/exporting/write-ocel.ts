/** OCEL 2.0 in JSON: patients are objects, and so are the organisations that events name. */
import type { ExportedCase, Plain } from './exported-case.js';
import type { FormatWriter } from './formats.js';
import { oneKind, type Survey } from './survey.js';

const PATIENT = 'patient';
const ORGANISATION = 'organisation';
/** Fields of events that name an organisation, see the catalogue. */
const ORGANISATION_FIELDS: ReadonlySet<string> = new Set(['sender', 'addressee', 'performer']);
const TYPES = { text: 'string', integer: 'integer', number: 'float', boolean: 'boolean' } as const;
/** What is said of an object as long as it is there. */
const ALWAYS = '1970-01-01T00:00:00Z';

/** @returns a writer for one file: it remembers the organisations that were named */
export function ocelWriter(): FormatWriter {
  const organisations = new Set<string>();
  let events = 0;
  const patients: string[] = [];
  return {
    carries: () => true,
    head: (survey) => `{"eventTypes":${JSON.stringify(eventTypes(survey))},\n"events":[`,
    case: (exported) => {
      patients.push(JSON.stringify(patientObject(exported)));
      const lines = exported.events.map(({ type, time, attributes }) => {
        const named = attributes.filter(
          ([name, value]) => ORGANISATION_FIELDS.has(name) && typeof value === 'string',
        );
        for (const [, value] of named) organisations.add(String(value));
        events += 1;
        const event = {
          ...{ id: `e${events}`, type, time },
          attributes: attributes.map(([name, value]) => ({ name, value })),
          relationships: [
            { objectId: exported.patient, qualifier: PATIENT },
            ...named.map(([qualifier, value]) => ({ objectId: String(value), qualifier })),
          ],
        };
        return `${events === 1 ? '' : ','}\n${JSON.stringify(event)}`;
      });
      return lines.join('');
    },
    foot: (survey) => {
      const others = [...organisations].map((id) =>
        JSON.stringify({ id, type: ORGANISATION, attributes: [], relationships: [] }),
      );
      const all = [...patients, ...others].join(',\n');
      return `\n],\n"objectTypes":${JSON.stringify(objectTypes(survey))},\n"objects":[\n${all}\n]}\n`;
    },
  };
}

function eventTypes(survey: Survey) {
  return [...survey.types]
    .filter(([name]) => survey.isTypeKept(name))
    .map(([name, { attributes }]) => ({
      name,
      attributes: [...attributes].map(([each, kinds]) => ({
        name: each,
        type: TYPES[oneKind(kinds)],
      })),
    }));
}

function objectTypes(survey: Survey) {
  const attributes = survey
    .names('case')
    .map((name) => ({ name, type: TYPES[survey.kindOf('case', name)] }));
  return [
    { name: PATIENT, attributes },
    { name: ORGANISATION, attributes: [] },
  ];
}

function patientObject({ patient, attributes }: ExportedCase) {
  const values = attributes.map(([name, value]: readonly [string, Plain]) => ({
    ...{ name, time: ALWAYS, value },
  }));
  return { id: patient, type: PATIENT, attributes: values, relationships: [] };
}
