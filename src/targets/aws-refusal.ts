import type { ServiceException } from '@smithy/core/client';
import type { CreateResult } from '../provisioning/ports.ts';
import { type FieldNames, namedFields } from './named-fields.ts';

/**
 * The refusal of a creation by a service of AWS, with the parts of it that are safe to pass on.
 * @param error of a class that the service documents, so that its name is no text of its own
 */
export function refusalOf(error: ServiceException, names: FieldNames): CreateResult {
  const { attempts = 1, httpStatusCode: status } = error.$metadata;
  return {
    kind: 'rejected',
    afterLostAnswer: attempts > 1,
    details: { status, code: error.name, fields: namedFields(error.message, names) },
  };
}
