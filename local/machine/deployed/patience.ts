/**
 * The part of an AWS client's settings that says how long a command waits: for a connection, for an answer, and for the rest of
 * one that stopped coming; each attempt, of which the SDK makes three.
 * @param answerMs 30 s unless told
 */
export function patienceOf(answerMs = 30_000) {
  const requestTimeouts = { requestTimeout: answerMs, throwOnRequestTimeout: true, socketTimeout: answerMs };
  return { requestHandler: { connectionTimeout: 5_000, ...requestTimeouts } };
}
