/** A server that knows its users: who does not log in, or does so wrongly, gets nowhere. */
import {
  type Metadata,
  type ServerInterceptor,
  ServerInterceptingCall,
  status,
} from '@grpc/grpc-js';
import { statusOf } from './failures.js';

/** Passwords by name. */
export type Users = Readonly<Record<string, string>>;

/** Who, besides nobody, may read everything unless a server is set up otherwise. */
const ADMINISTRATORS = ['admin', 'ops'];

/** Whether whoever makes this call may read the whole log, where a server knows its users. */
export function mayReadAll(users: Users | undefined, metadata: Metadata): boolean {
  if (users === undefined) return true;
  const [login = ''] = metadata.get('authorization');
  const [name = ''] = Buffer.from(String(login).replace('Basic ', ''), 'base64')
    .toString()
    .split(':');
  return ADMINISTRATORS.includes(name);
}

/** What clients ask before they log in. */
const OPEN = /^\/event_store\.client\.(gossip|server_features)\./;

export function logIn(users: Users): ServerInterceptor {
  const known = Object.entries(users).map(
    ([name, password]) => `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
  );
  return (method, call) => {
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, go) => {
            const [login] = metadata.get('authorization');
            if (OPEN.test(method.path) || known.includes(String(login))) go(metadata);
            else if (login === undefined) call.sendStatus(statusOf('access-denied'));
            else call.sendStatus({ code: status.UNAUTHENTICATED, details: 'Unauthenticated' });
          },
        }),
    });
  };
}
