/** A refusal as FinSpace words it: `name` is the exception's, `status` the one that its model gives it. */
export class ServiceError extends Error {
  readonly status: number;
  readonly reason: string | undefined;

  constructor(name: string, status: number, message: string, reason?: string) {
    super(message);
    this.name = name;
    this.status = status;
    this.reason = reason;
  }
}

export function validationError(message: string, reason: string): ServiceError {
  return new ServiceError('ValidationException', 400, message, reason);
}

export function conflict(message: string, reason: string): ServiceError {
  return new ServiceError('ConflictException', 409, message, reason);
}

export function notFound(message: string, reason: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', 404, message, reason);
}

/** What AWS's framework answers to a body or number that it cannot parse, before any member is looked at. */
export function serializationError(message: string): ServiceError {
  return new ServiceError('SerializationException', 400, message);
}
