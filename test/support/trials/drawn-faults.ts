import type {
  InterceptedCall,
  InterceptingProxy,
  Verdict,
  WireAnswer,
} from '../http/intercepting-proxy.ts';

type Service = InterceptedCall['service'];

/** The responses of each service when it throttles, and when it fails. */
const refusals: Readonly<Record<Service, readonly WireAnswer[]>> = {
  dynamodb: [refusal(400, 'ThrottlingException'), refusal(500, 'InternalServerError')],
  s3: [refusal(503, 'SlowDown'), refusal(500, 'InternalError')],
  kms: [refusal(400, 'ThrottlingException'), refusal(500, 'KMSInternalException')],
  sqs: [refusal(400, 'RequestThrottled'), refusal(500, 'InternalFailure')],
  directory: [refusal(429, 'ThrottlingException'), refusal(500, 'InternalServerException')],
};

/** With the error's name in the header for rest-json, and in the body for AWS JSON. */
function refusal(status: number, name: string): WireAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': name },
    body: JSON.stringify({ __type: name, message: 'drawn' }),
  };
}

/**
 * Lets a share of all calls fail from now on, in four ways that are equally likely: lost before the
 * service sees it, throttled, failed, and carried out with its answer lost.
 *
 * @returns a function that returns how many have failed so far
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
