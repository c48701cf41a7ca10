import type { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';

/** By its name: an import would load all that it offers besides, and take the start of the function 20 ms. */
const http = process.getBuiltinModule('node:http');

/**
 * The connections of the whole process, as the clients of Node.js and of the AWS SDK take them: they are kept to be used again, and
 * as many are opened as there are calls at once, so that no call waits for the connection of another.
 */
export const agents = {
  httpAgent: closeAfterDead(new http.Agent({ keepAlive: true })),
  httpsAgent: closeAfterDead(new SecureAgent({ keepAlive: true })),
};

/**
 * Closes the connections that wait to be used again, so that the next attempt opens a new one. When Lambda froze the process, or a
 * laptop slept, all of them may be dead, and nobody could say so: each attempt would try another dead one, and a burst of calls
 * leaves more of them than a call has attempts.
 */
export function closeKept(): void {
  for (const { freeSockets } of Object.values(agents))
    for (const sockets of Object.values(freeSockets)) for (const socket of sockets ?? []) socket.destroy();
}

/** A kept connection that fails says that the others may be dead as well. */
function closeAfterDead<Some extends Agent>(agent: Some): Some {
  const reuseSocket = agent.reuseSocket.bind(agent);
  agent.reuseSocket = (socket, request) => {
    reuseSocket(socket, request);
    request.once('error', closeKept);
  };
  return agent;
}
