/** An exception of the service: `name` and `status` as in its model. */
export class ServiceError extends Error {
  readonly status: number;
  /** Members of the exception other than its message. */
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

/** AWS's framework returns this for a body or number that it cannot parse, before it validates members. */
export function serializationError(message: string): ServiceError {
  return new ServiceError('SerializationException', 400, message);
}

export function internalError(): ServiceError {
  return new ServiceError('InternalServerException', 500, 'Internal error');
}
