import { ResourceNotFoundException, ValidationException } from '@aws-sdk/client-identitystore';
import type { CallFailure } from '../../provisioning/ports.ts';
import { classifyFailure } from '../aws-call-failure.ts';
import { NoSuchStoreError } from './no-such-store-error.ts';

/** Classifies an error after which it is unknown whether the call was carried out. */
export function failureOf(error: unknown, signal: AbortSignal): CallFailure {
  const isStoreMissing =
    error instanceof ResourceNotFoundException && error.ResourceType === 'IDENTITY_STORE';
  if (!isStoreMissing) return classifyFailure(error, signal);
  return { cause: 'target-not-found', error: new NoSuchStoreError() };
}

/** Without a reason the input is invalid. A reason concerns the KMS key that encrypts the store. */
export function isInvalidInput(error: unknown): error is ValidationException {
  return error instanceof ValidationException && !error.Reason;
}
