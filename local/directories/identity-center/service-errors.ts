import { ServiceError } from '../aws-double/service-error.ts';

export function validationError(message: string): ServiceError {
  return new ServiceError('ValidationException', 400, message);
}

export function duplicate(member: 'UserName' | 'Email'): ServiceError {
  const Reason = 'UNIQUENESS_CONSTRAINT_VIOLATION';
  return new ServiceError('ConflictException', 400, `Duplicate ${member}`, { Reason });
}

export function notFound(ResourceType: 'USER' | 'IDENTITY_STORE'): ServiceError {
  return new ServiceError('ResourceNotFoundException', 400, `${ResourceType} not found.`, {
    ResourceType,
  });
}
