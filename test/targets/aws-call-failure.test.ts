import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CallFailure } from '../../src/provisioning/ports.ts';
import { classifyFailure } from '../../src/targets/aws-call-failure.ts';
import { createTestClient, createTestTarget } from '../support/directories/finspace-client.ts';
import {
  type ScriptedFinspace,
  startScriptedFinspace,
} from '../support/directories/scripted-finspace.ts';
import type { Script } from '../support/http/recording-server.ts';

const inTime = new AbortController().signal;
let finspace: ScriptedFinspace;

beforeAll(async () => {
  finspace = await startScriptedFinspace();
});

afterAll(() => finspace.stop());

/** What the target makes of an answer of the service. */
async function outcomeOf(answer: Script): Promise<CallFailure> {
  finspace.script(answer);
  const target = createTestTarget(finspace.client);
  return (await target.get('user-1', inTime)) as CallFailure & { kind: 'unknown' };
}

const refusal = (name: string, status: number, headers = {}) => ({
  status,
  headers: { 'x-amzn-errortype': name, 'x-amzn-requestid': 'request-1', ...headers },
  body: JSON.stringify({ message: 'zoe@example.com is not welcome' }),
});

describe('the name of the error decides the cause', () => {
  test.each([
    ['ThrottlingException', 429, 'throttled'],
    ['ThrottlingException', 400, 'throttled'],
    ['TooManyRequestsException', 400, 'throttled'],
    ['LimitExceededException', 400, 'target-limit-exceeded'],
    ['ServiceQuotaExceededException', 400, 'target-limit-exceeded'],
    ['AccessDeniedException', 403, 'target-denied-access'],
    ['AccessDeniedException', 400, 'target-denied-access'],
    ['InternalServerException', 500, 'target-unavailable'],
    ['ServiceUnavailableException', 503, 'target-unavailable'],
  ])('%s with status %i is %s', async (name, status, cause) => {
    expect(await outcomeOf(refusal(name, status))).toEqual({ kind: 'unknown', cause });
  });
});

describe('where the name says nothing, the status decides', () => {
  test.each([
    [429, 'throttled'],
    [403, 'target-denied-access'],
    [500, 'target-unavailable'],
    [501, 'target-unavailable'],
    [502, 'target-unavailable'],
    [504, 'target-unavailable'],
  ])('%i is %s', async (status, cause) => {
    expect(await outcomeOf({ status, body: '<html></html>' })).toEqual({ kind: 'unknown', cause });
  });

  test.each(['ExpiredTokenException', 'InvalidSignatureException', 'UnrecognizedClientException'])(
    '403 %s is a denied access',
    async (name) => {
      expect(await outcomeOf(refusal(name, 403))).toEqual({
        kind: 'unknown',
        cause: 'target-denied-access',
      });
    },
  );
});

describe('Retry-After', () => {
  test.each([
    ['seconds', { 'retry-after': '30' }, 30_000],
    ['parts of a second', { 'retry-after': '0.5' }, 500],
    ['no time at all', { 'retry-after': '0' }, 0],
    [
      'a date, taken against the date of the answer',
      {
        'retry-after': 'Wed, 21 Oct 2015 07:28:45 GMT',
        date: 'Wed, 21 Oct 2015 07:28:00 GMT',
      },
      45_000,
    ],
  ])('Retry-After is read as milliseconds from %s', async (_, headers, retryAfterMs) => {
    const outcome = await outcomeOf(refusal('ThrottlingException', 429, headers));

    expect(outcome).toEqual({ kind: 'unknown', cause: 'throttled', retryAfterMs });
  });

  test.each([
    ['of no sense', { 'retry-after': 'soon' }],
    ['of the past', { 'retry-after': 'Wed, 21 Oct 2015 07:28:45 GMT' }],
  ])('%s is left out', async (_, headers) => {
    const outcome = await outcomeOf(refusal('ThrottlingException', 429, headers));

    expect(outcome).toEqual({ kind: 'unknown', cause: 'throttled' });
  });
});

describe('a response that the service does not document', () => {
  test.each([
    ['another error', refusal('TeapotException', 418), 'TeapotException', 418],
    ['a success that is no JSON', { status: 200, body: '{"zoe@example.com' }, 'SyntaxError', 200],
    ['an error of another operation', refusal('ConflictException', 409), 'ConflictException', 409],
  ])('%s is an unexpected error, reported without its message', async (_, answer, name, status) => {
    const { cause, error } = await outcomeOf(answer);

    expect(cause).toBe('unexpected-error');
    expect(error).toMatchObject({ name: 'UnexpectedAwsResponseError' });
    const told = (error as Error).stack ?? '';
    expect(told).toContain(`HTTP ${status}, ${name}`);
    expect(told).toMatch(/\n\s+at /);
    expect(told + JSON.stringify(error)).not.toContain('zoe');
    expect(error).not.toHaveProperty('cause');
  });

  test('a response that the service does not document is reported with the request id that AWS support asks for', async () => {
    const { error } = await outcomeOf(refusal('TeapotException', 418));

    expect((error as Error).message).toContain('request-1');
  });
});

describe('an error that is no response', () => {
  test('an error that is no response is unexpected and kept as it is', () => {
    const bug = new TypeError('undefined is not a function');

    expect(classifyFailure(bug, inTime)).toEqual({ cause: 'unexpected-error', error: bug });
  });

  test('an error that is no response is out of time once the deadline has passed', () => {
    const broken = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });

    expect(classifyFailure(broken, AbortSignal.abort())).toEqual({ cause: 'out-of-time' });
  });

  test.each(['nonsense', undefined, null, { code: 1 }])(
    '%p does not break the answer',
    (thrown) => {
      expect(classifyFailure(thrown, inTime)).toMatchObject({
        cause: 'unexpected-error',
        error: expect.any(Error),
      });
    },
  );

  test('an error of the network is an outage', async () => {
    const silent = createTestClient(
      finspace.endpoint,
      { requestHandler: { requestTimeout: 20, throwOnRequestTimeout: true } },
      1,
    );
    finspace.script('silence');

    const answer = await createTestTarget(silent).get('user-1', inTime);

    expect(answer).toEqual({ kind: 'unknown', cause: 'target-unavailable' });
    silent.destroy();
  });
});
