/** Which organisation stands for a service, in YAML. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { OrganisationBinding } from '#pathway';
import { eventType, LIST_ITEMS_MAX } from './schema-parts.js';

const only = { additionalProperties: false };

function types(description: string) {
  const list = Type.Array(eventType, { minItems: 1, maxItems: LIST_ITEMS_MAX });
  return Type.Union([eventType, list], { description });
}

export const organisationBinding = Type.Union(
  [
    Type.Enum(['municipality-of-patient', 'previous-holder']),
    Type.Object(
      { 'addressee-of': types('Type of event, or a list of types.') },
      { ...only, description: 'To whom the latest such event was sent.' },
    ),
    Type.Object(
      { 'sender-of': types('Type of event, or a list of types.') },
      { ...only, description: 'Who sent the latest such event.' },
    ),
    Type.Object(
      {
        fixed: Type.String({
          pattern: '^[a-z0-9-]{1,64}$',
          description: 'Id of the organisation; in quotes where it is a number.',
        }),
      },
      { ...only, description: 'Always the same organisation.' },
    ),
  ],
  {
    description:
      'Which organisation stands for it: `municipality-of-patient`, `{ addressee-of }`, `{ sender-of }`, `previous-holder` or `{ fixed }`; not known where left out.',
  },
);

export function organisationBindingOf(
  yaml: Static<typeof organisationBinding>,
): OrganisationBinding {
  if (typeof yaml === 'string') return { kind: yaml };
  if ('fixed' in yaml) return { kind: 'fixed', organisation: yaml.fixed };
  if ('addressee-of' in yaml) return { kind: 'addressee-of', types: [yaml['addressee-of']].flat() };
  return { kind: 'sender-of', types: [yaml['sender-of']].flat() };
}
