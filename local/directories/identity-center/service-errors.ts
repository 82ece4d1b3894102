import { ServiceError } from '../aws-double/service-error.ts';

export function validationError(message: string): ServiceError {
  return new ServiceError('ValidationException', 400, message);
}

export function duplicate(member: 'UserName' | 'Email'): ServiceError {
  return conflict(`Duplicate ${member}`);
}

export function alreadyMember(): ServiceError {
  return conflict('Member and Group relationship already exists');
}

export function notFound(ResourceType: 'USER' | 'GROUP' | 'IDENTITY_STORE'): ServiceError {
  return new ServiceError('ResourceNotFoundException', 400, `${ResourceType} not found.`, {
    ResourceType,
  });
}

function conflict(message: string): ServiceError {
  const Reason = 'UNIQUENESS_CONSTRAINT_VIOLATION';
  return new ServiceError('ConflictException', 400, message, { Reason });
}
