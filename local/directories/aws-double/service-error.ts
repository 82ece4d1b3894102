/** A refusal as the service words it: `name` is the exception's, `status` the one that its model gives it. */
export class ServiceError extends Error {
  readonly status: number;
  /** What the exception holds beside its message. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    name: string,
    status: number,
    message: string,
    members: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = name;
    this.status = status;
    this.members = members;
  }
}

/** What AWS's framework answers to a body or number that it cannot parse, before any member is looked at. */
export function serializationError(message: string): ServiceError {
  return new ServiceError('SerializationException', 400, message);
}

export function internalError(): ServiceError {
  return new ServiceError('InternalServerException', 500, 'Internal error');
}
