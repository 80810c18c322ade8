/** Answers about what people read of a pathway. */
import { Type } from 'typebox';
import { instant, nullable, position, text, unreadablePathways } from './schema-parts.js';

const head = { position: nullable(position, 'Last position of the log.') };

const pathway = {
  id: text(),
  version: Type.Integer(),
  language: text('Of the title, and of all other texts; BCP 47.'),
  title: text(),
};

const note = nullable(text(), 'What readers should know.');

const titled = { id: text(), title: text(), note };

const elements = Type.Array(Type.Object(titled));

export const PathwaysSchema = Type.Object({
  pathways: Type.Array(Type.Object(pathway), { description: 'Sorted by id.' }),
  unreadablePathways: unreadablePathways(),
  ...head,
});

export const PathwaySchema = Type.Object({
  ...pathway,
  languages: Type.Array(text(), {
    description: 'All that its texts can be read in; its own is the first.',
  }),
  note,
  responsibility: nullable(
    text(),
    'What its own responsibility is called beside its scopes; null where it does not say.',
  ),
  scopes: elements,
  services: Type.Array(Type.Object({ id: text(), name: text(), note })),
  stages: Type.Array(Type.Object({ ...titled, exits: elements })),
  milestones: elements,
  duties: elements,
  clocks: elements,
  guards: elements,
  interrupts: elements,
  sequences: elements,
  handovers: elements,
  queues: elements,
  waits: elements,
  instruments: elements,
  money: elements,
  parameters: elements,
  ...head,
});

export const DefinitionsSchema = Type.Object({
  pathway: text('Id.'),
  versions: Type.Array(
    Type.Object({
      version: Type.Integer(),
      hash: text('SHA-256 of the text, in hexadecimal.'),
      author: text('Who published it.'),
      reason: text('Why.'),
      position,
      publishedAt: instant(),
      yaml: text('The definition, as it was published.'),
    }),
  ),
  ...head,
});
