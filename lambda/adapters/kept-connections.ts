import type { Agent } from 'node:http';
import { request as requestSecurely, Agent as SecureAgent } from 'node:https';
import { systemClock } from './clock.ts';

/** By its name: an import would load all that it offers besides, and take the start of the function 20 ms. */
const http = process.getBuiltinModule('node:http');

/**
 * The connections of the whole process, as the clients of Node.js and of the AWS SDK take them: they are kept to be used again, and
 * as many are opened as there are calls at once, so that no call waits for the connection of another.
 */
export const agents = {
  httpAgent: watched(new http.Agent({ keepAlive: true })),
  httpsAgent: watched(new SecureAgent({ keepAlive: true })),
};

/** How Node.js asks an address of its protocol over them. */
export function transportFor({ protocol }: URL) {
  return protocol === 'https:'
    ? { request: requestSecurely, agent: agents.httpsAgent }
    : { request: http.request, agent: agents.httpAgent };
}

/** Nothing is sent over connections that nobody has used for so long, milliseconds; Node.js itself keeps them no longer. */
const idleMs = 5_000;
let lastKeptMs = 0;

/**
 * Closes the connections that wait to be used again, so that the next attempt opens a new one. When Lambda froze the process, or a
 * laptop slept, all of them may be dead, and nobody could say so: each attempt would try another dead one, and a burst of calls
 * leaves more of them than a call has attempts.
 */
export function closeKept(): void {
  for (const { freeSockets } of Object.values(agents))
    for (const sockets of Object.values(freeSockets)) for (const socket of sockets ?? []) socket.destroy();
}

/** The same before a call, when they have waited for long. A timer could not do it: it stands still with the process. */
export function closeIdle(): void {
  if (systemClock.now() - lastKeptMs > idleMs) closeKept();
}

/** Notes when a connection is kept. One that fails as it is used again says that the others may be dead as well. */
function watched<Some extends Agent>(agent: Some): Some {
  const keepSocketAlive = agent.keepSocketAlive.bind(agent);
  const reuseSocket = agent.reuseSocket.bind(agent);
  agent.keepSocketAlive = (socket) => {
    lastKeptMs = systemClock.now();
    return keepSocketAlive(socket);
  };
  agent.reuseSocket = (socket, request) => {
    reuseSocket(socket, request);
    request.once('error', closeKept);
  };
  return agent;
}
