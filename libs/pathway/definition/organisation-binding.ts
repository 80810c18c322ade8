/**
 * Which organisation stands for a service: a definition names services, since organisations
 * differ from place to place.
 */

/**
 * What tells the organisation of a service: where the patient lives, to whom or by whom the latest
 * event of one of the types was sent, who held the patient before, or the definition itself.
 */
export type OrganisationBinding =
  | { readonly kind: 'municipality-of-patient' | 'previous-holder' }
  | { readonly kind: 'addressee-of' | 'sender-of'; readonly types: readonly string[] }
  | { readonly kind: 'fixed'; readonly organisation: string };
