/** What became of a message that somebody was to have: written, pushed or fetched, when and by whom. */
import type { Notice } from '#projections';
import { receiverParts } from '#care-event';
import { whenText } from '../terminal/format.js';
import { partyText } from './journey/parties.js';
import type { Titles } from './titles.js';

type Message = NonNullable<Notice['message']>;

export function arrivalText(message: Message | undefined, titles: Titles): string {
  if (message === undefined) return 'no message sent';
  const { writtenAt, arrived, failed, givenUp } = message;
  const written = `written ${whenText(writtenAt)}`;
  if (arrived !== undefined)
    return `${written}, ${arrived.how} ${whenText(arrived.at)} by ${byText(arrived, titles)}`;
  if (givenUp === true) return `${written}, given up: ${failed ?? 'no reason'}`;
  return `${written}, not fetched`;
}

/** The receiver who fetched it, or the way in which it was pushed. */
function byText({ how, by }: NonNullable<Message['arrived']>, titles: Titles): string {
  if (how === 'pushed') return by;
  const { service, organisation } = receiverParts(by);
  return partyText(titles, service, organisation);
}
