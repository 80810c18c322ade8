/** What a client asks before anything else: who leads, what the server is and can do. */
import {
  type handleUnaryCall,
  ServerInterceptingCall,
  type ServerInterceptor,
  status,
} from '@grpc/grpc-js';
import type { Faults } from './faults.js';
import { exception, statusOf } from './failures.js';
import { features, gossip, shared, StreamsService } from './protocol.js';

/** The version that it says it is: what was seen to behave so continues this line. */
const VERSION = '24.10.0';

/** A node as the others see it. */
export interface Member {
  readonly id: string;
  readonly port: number;
  readonly state: 'leader' | 'follower' | 'unknown';
  readonly isAlive: boolean;
}

export function readGossip(
  members: () => readonly Member[],
): handleUnaryCall<shared.Empty, gossip.ClusterInfo> {
  const { LEADER, FOLLOWER, UNKNOWN } = gossip.MemberInfo.VNodeState;
  const states = { leader: LEADER, follower: FOLLOWER, unknown: UNKNOWN };
  return (_, callback) => {
    const list = members().map(({ id, port, state, isAlive }) =>
      new gossip.MemberInfo()
        .setInstanceId(new shared.UUID().setString(id))
        .setTimeStamp(String(Date.now()))
        .setState(states[state])
        .setIsAlive(isAlive)
        .setHttpEndPoint(new gossip.EndPoint().setAddress('127.0.0.1').setPort(port)),
    );
    callback(null, new gossip.ClusterInfo().setMembersList(list));
  };
}

/** What only the leader is to answer, a follower refuses, and says who the leader is. */
export function refuseWhatIsForLeaders(
  members: () => readonly Member[],
  id: string,
): ServerInterceptor {
  return (_method, call) =>
    new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, go) => {
            const leader = members().find(({ state }) => state === 'leader');
            const isForLeader = metadata.get('requires-leader')[0] === 'true';
            if (!isForLeader || leader === undefined || leader.id === id) {
              go(metadata);
              return;
            }
            const {
              code,
              details,
              metadata: trailers,
            } = exception(status.NOT_FOUND, 'Leader info available', {
              exception: 'not-leader',
              'leader-endpoint-host': '127.0.0.1',
              'leader-endpoint-port': String(leader.port),
            });
            call.sendStatus({ code, details, metadata: trailers });
          },
        }),
    });
}

export function supportedMethods(
  faults: Faults,
  batch: boolean,
): handleUnaryCall<shared.Empty, features.SupportedMethods> {
  return (_, callback) => {
    if (faults.mode === 'unavailable') {
      callback(statusOf('unavailable'));
      return;
    }
    const methods = Object.values(StreamsService)
      .filter(({ path }) => batch || !path.endsWith('BatchAppend'))
      .map(({ path }) => {
        const [, service = '', method = ''] = path.split('/');
        return new features.SupportedMethod()
          .setServiceName(service)
          .setMethodName(method.toLowerCase());
      });
    const answer = new features.SupportedMethods().setEventStoreServerVersion(VERSION);
    callback(null, answer.setMethodsList(methods));
  };
}
