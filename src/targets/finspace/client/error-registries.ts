import { TypeRegistry } from '@smithy/core/schema';
import {
  AccessDeniedException,
  ConflictException,
  FinspaceDataServiceException,
  InternalServerException,
  LimitExceededException,
  NAMESPACE,
  ResourceNotFoundException,
  ThrottlingException,
  ValidationException,
} from './errors.ts';

const synthetic = new TypeRegistry(`smithy.ts.sdk.synthetic.${NAMESPACE}`);
const documented = new TypeRegistry(NAMESPACE);

synthetic.registerError(
  [-3, synthetic.namespace, 'FinspaceDataServiceException', 0, [], []],
  FinspaceDataServiceException,
);

function register(
  name: string,
  ErrorClass: abstract new (options: never) => FinspaceDataServiceException,
  error: 'client' | 'server',
  httpError: number,
  members: string[],
): void {
  // -3 is the SDK's code for an error, 0 its code for a string (@smithy/types, schema/).
  const strings = members.map(() => 0);
  documented.registerError(
    [-3, NAMESPACE, name, { error, httpError }, members, strings],
    ErrorClass,
  );
}

register('AccessDeniedException', AccessDeniedException, 'client', 403, ['message']);
register('ConflictException', ConflictException, 'client', 409, ['message', 'reason']);
register('InternalServerException', InternalServerException, 'server', 500, ['message']);
register('LimitExceededException', LimitExceededException, 'client', 400, ['message']);
register('ResourceNotFoundException', ResourceNotFoundException, 'client', 404, [
  'message',
  'reason',
]);
register('ThrottlingException', ThrottlingException, 'client', 429, []);
register('ValidationException', ValidationException, 'client', 400, ['message', 'reason']);

/** The protocol looks up the class of an error here, by the error name in the response. */
export const ERROR_TYPE_REGISTRIES = [synthetic, documented];
