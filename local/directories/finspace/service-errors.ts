import { ServiceError } from '../aws-double/service-error.ts';

export function validationError(message: string, reason: string): ServiceError {
  return new ServiceError('ValidationException', 400, message, { reason });
}

export function conflict(message: string, reason: string): ServiceError {
  return new ServiceError('ConflictException', 409, message, { reason });
}

export function notFound(message: string, reason: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', 404, message, { reason });
}
