import type {
  InterceptedCall,
  InterceptingProxy,
  Verdict,
  WireAnswer,
} from '../http/intercepting-proxy.ts';

type Service = InterceptedCall['service'];

/** How each service says that it is asked too much, and that it failed. */
const refusals: Readonly<Record<Service, readonly WireAnswer[]>> = {
  dynamodb: [refusal(400, 'ThrottlingException'), refusal(500, 'InternalServerError')],
  sqs: [refusal(400, 'RequestThrottled'), refusal(500, 'InternalFailure')],
  directory: [refusal(429, 'ThrottlingException'), refusal(500, 'InternalServerException')],
};

/** The error's name where either protocol looks for it: rest-json in the header, AWS JSON in the body. */
function refusal(status: number, name: string): WireAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': name },
    body: JSON.stringify({ __type: name, message: 'drawn' }),
  };
}

/**
 * From now on a share of all calls fails, in four ways that are equally likely: lost before the service
 * sees it, throttled, failed, and done with its answer lost.
 *
 * @returns how many were drawn so far
 */
export function drawFaults(
  proxy: InterceptingProxy,
  share: number,
  random: () => number,
): () => number {
  const shareOfEach = share / 4;
  let drawn = 0;

  proxy.onCall(({ service }, phase) => {
    if (phase === 'answered') return undefined;
    const lost: Verdict = 'drop';
    const ways = phase === 'before' ? [lost, ...refusals[service]] : [lost];
    const way = ways[Math.floor(random() / shareOfEach)];
    if (way !== undefined) drawn += 1;
    return way;
  });
  return () => drawn;
}
