/**
 * What an export of ours writes beside the field's own names, and an import reads back. Files
 * that others keep have these names: they never change.
 */
export const OWN_PREFIX = 'stafett:';

export const OWN = {
  id: 'stafett:id',
  source: 'stafett:source',
  version: 'stafett:version',
  occurredAt: 'stafett:occurredAt',
  recordedAt: 'stafett:recordedAt',
  issuedAt: 'stafett:issuedAt',
  sequence: 'stafett:sequence',
  pathway: 'stafett:pathway',
  actorRole: 'stafett:actorRole',
  actorOrganisation: 'stafett:actorOrganisation',
  municipality: 'stafett:municipality',
  /** Data that the format cannot carry as it is, as one JSON object. */
  data: 'stafett:data',
} as const;
