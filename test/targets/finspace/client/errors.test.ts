import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ServiceException } from '@smithy/core/client';
import { GetUserCommand } from '../../../../src/targets/finspace/client/commands.ts';
import {
  AccessDeniedException,
  ConflictException,
  FinspaceDataServiceException,
  InternalServerException,
  LimitExceededException,
  ResourceNotFoundException,
  ThrottlingException,
  ValidationException,
} from '../../../../src/targets/finspace/client/errors.ts';
import {
  type ScriptedFinspace,
  startScriptedFinspace,
} from '../../../support/directories/scripted-finspace.ts';
import { json, type Script } from '../../../support/http/recording-server.ts';

let finspace: ScriptedFinspace;

beforeAll(async () => {
  finspace = await startScriptedFinspace();
});

afterAll(() => finspace.stop());

/** The error that a call throws when the service answers `answer`. */
async function thrownFor(answer: Script): Promise<unknown> {
  finspace.script(answer);
  return finspace.client.send(new GetUserCommand({ userId: 'user-1' })).then(
    () => undefined,
    (error: unknown) => error,
  );
}

const namedInHeader = (name: string, status: number, members: object) => {
  const answer = json(members, status);
  return { ...answer, headers: { ...answer.headers, 'x-amzn-errortype': name } };
};

const DOCUMENTED = [
  ['AccessDeniedException', AccessDeniedException, 403, 'client'],
  ['ConflictException', ConflictException, 409, 'client'],
  ['InternalServerException', InternalServerException, 500, 'server'],
  ['LimitExceededException', LimitExceededException, 400, 'client'],
  ['ResourceNotFoundException', ResourceNotFoundException, 404, 'client'],
  ['ThrottlingException', ThrottlingException, 429, 'client'],
  ['ValidationException', ValidationException, 400, 'client'],
] as const;

describe.each(DOCUMENTED)('%s', (name, ErrorClass, status, fault) => {
  test('is thrown as its class, which the header names', async () => {
    const error = await thrownFor(namedInHeader(name, status, { message: 'why' }));

    expect(error).toBeInstanceOf(ErrorClass);
    expect(error).toBeInstanceOf(FinspaceDataServiceException);
    expect(error).toBeInstanceOf(ServiceException);
    expect(error).toMatchObject({ name, $fault: fault, message: 'why' });
  });

  test.each([
    ['a shape id', `com.amazonaws.finspacedata#${name}`],
    ['a documentation link', `${name}:http://internal.amazon.com/coral/${name}/`],
  ])('is recognized by a header that adds %s', async (_, header) => {
    const error = await thrownFor(namedInHeader(header, status, { message: 'why' }));

    expect(error).toBeInstanceOf(ErrorClass);
    expect(error).toMatchObject({ name, $fault: fault });
  });

  test.each(['__type', 'code'])(
    'is recognized by %s in the body where no header names it',
    async (field) => {
      const error = await thrownFor(json({ [field]: name, message: 'why' }, status));

      expect(error).toBeInstanceOf(ErrorClass);
      expect(error).toMatchObject({ name, $fault: fault, message: 'why' });
    },
  );

  test('says status, request id and attempts', async () => {
    const error = await thrownFor(namedInHeader(name, status, {}));

    expect(error).toMatchObject({
      $metadata: { httpStatusCode: status, requestId: 'request-1', attempts: 1 },
    });
  });

  test('keeps the response, so that its headers can be read', async () => {
    const answer = namedInHeader(name, status, {});
    const error = await thrownFor({
      ...answer,
      headers: { ...answer.headers, 'retry-after': '7' },
    });

    expect(error).toMatchObject({ $response: { headers: { 'retry-after': '7' } } });
  });

  test('can be created by hand, as tests of callers do', () => {
    const error = new ErrorClass({ message: 'why', $metadata: {} });

    expect(error).toBeInstanceOf(ErrorClass);
    expect(error).toMatchObject({ name, $fault: fault, message: 'why', $metadata: {} });
  });
});

describe('an error of the service', () => {
  test.each([
    ['ConflictException', 409],
    ['ResourceNotFoundException', 404],
    ['ValidationException', 400],
  ])('%s carries its reason', async (name, status) => {
    const error = await thrownFor(namedInHeader(name, status, { message: 'why', reason: 'email' }));

    expect(error).toMatchObject({ name, reason: 'email' });
  });

  test('the name of an error distinguishes two that share a status', async () => {
    const limit = await thrownFor(namedInHeader('LimitExceededException', 400, {}));
    const validation = await thrownFor(namedInHeader('ValidationException', 400, {}));

    expect(limit).not.toBeInstanceOf(ValidationException);
    expect(validation).not.toBeInstanceOf(LimitExceededException);
  });

  test('an error of the service that is not documented is the base class under its own name', async () => {
    const error = await thrownFor(namedInHeader('TeapotException', 418, { message: 'short' }));

    expect(error).toBeInstanceOf(FinspaceDataServiceException);
    expect(error).toMatchObject({
      name: 'TeapotException',
      message: 'short',
      $fault: 'client',
      $metadata: { httpStatusCode: 418, requestId: 'request-1' },
    });
  });

  test('an error of the service without name or JSON still says its status', async () => {
    const error = await thrownFor({ status: 503, body: '<html>unavailable</html>' });

    expect(error).toMatchObject({ $metadata: { httpStatusCode: 503, attempts: 1 } });
  });
});
