import { type ExceptionOptionType, ServiceException } from '@smithy/core/client';

export const NAMESPACE = 'com.amazonaws.finspacedata';

/** Base of every error of the service, and the class of errors that it does not document. */
export class FinspaceDataServiceException extends ServiceException {
  static override readonly shapeId: string =
    `smithy.ts.sdk.synthetic.${NAMESPACE}#FinspaceDataServiceException`;
}

type Options<E extends FinspaceDataServiceException> = ExceptionOptionType<
  E,
  FinspaceDataServiceException
>;

/** 403: the caller's role may not make this call. */
export class AccessDeniedException extends FinspaceDataServiceException {
  static override readonly shapeId: string = `${NAMESPACE}#AccessDeniedException`;
  override readonly name = 'AccessDeniedException';
  override readonly $fault = 'client';

  constructor(options: Options<AccessDeniedException>) {
    super({ name: 'AccessDeniedException', $fault: 'client', ...options });
  }
}

/**
 * 409: "The request conflicts with an existing resource", as the API reference says of each operation, and not with which.
 * Taken to mean, of CreateUser, that another user has this address, and of AssociateUserToPermissionGroup, that the user
 * is in the group.
 * https://docs.aws.amazon.com/finspace/latest/data-api/API_AssociateUserToPermissionGroup.html
 */
export class ConflictException extends FinspaceDataServiceException {
  static override readonly shapeId: string = `${NAMESPACE}#ConflictException`;
  override readonly name = 'ConflictException';
  override readonly $fault = 'client';
  reason?: string | undefined;

  constructor(options: Options<ConflictException>) {
    super({ name: 'ConflictException', $fault: 'client', ...options });
    this.reason = options.reason;
  }
}

/** 500. */
export class InternalServerException extends FinspaceDataServiceException {
  static override readonly shapeId: string = `${NAMESPACE}#InternalServerException`;
  override readonly name = 'InternalServerException';
  override readonly $fault = 'server';

  constructor(options: Options<InternalServerException>) {
    super({ name: 'InternalServerException', $fault: 'server', ...options });
  }
}

/** 400, like ValidationException: only the name distinguishes the two. */
export class LimitExceededException extends FinspaceDataServiceException {
  static override readonly shapeId: string = `${NAMESPACE}#LimitExceededException`;
  override readonly name = 'LimitExceededException';
  override readonly $fault = 'client';

  constructor(options: Options<LimitExceededException>) {
    super({ name: 'LimitExceededException', $fault: 'client', ...options });
  }
}

/** 404: no such user, or no such permission group. */
export class ResourceNotFoundException extends FinspaceDataServiceException {
  static override readonly shapeId: string = `${NAMESPACE}#ResourceNotFoundException`;
  override readonly name = 'ResourceNotFoundException';
  override readonly $fault = 'client';
  reason?: string | undefined;

  constructor(options: Options<ResourceNotFoundException>) {
    super({ name: 'ResourceNotFoundException', $fault: 'client', ...options });
    this.reason = options.reason;
  }
}

/** 429. */
export class ThrottlingException extends FinspaceDataServiceException {
  static override readonly shapeId: string = `${NAMESPACE}#ThrottlingException`;
  override readonly name = 'ThrottlingException';
  override readonly $fault = 'client';

  constructor(options: Options<ThrottlingException>) {
    super({ name: 'ThrottlingException', $fault: 'client', ...options });
  }
}

/** 400: a field or a page token is invalid. */
export class ValidationException extends FinspaceDataServiceException {
  static override readonly shapeId: string = `${NAMESPACE}#ValidationException`;
  override readonly name = 'ValidationException';
  override readonly $fault = 'client';
  reason?: string | undefined;

  constructor(options: Options<ValidationException>) {
    super({ name: 'ValidationException', $fault: 'client', ...options });
    this.reason = options.reason;
  }
}
