/** What tests of several libraries share: small definitions as text, and arbitrary definitions and histories. */
export { histories, instants } from './arbitraries.js';
export { changed, foundWith, GOOD, problemsOf, SMALL } from './definition-text.js';
export { definitions } from './definitions.js';
export { WHOLE_LANGUAGE } from './whole-language.js';
