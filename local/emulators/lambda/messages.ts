/** The JSON messages between the stack and the process that runs a function. */

export interface InvokeMessage {
  readonly event: unknown;
  readonly requestId: string;
  readonly functionArn: string;
  /** Epoch milliseconds at which the invocation times out. */
  readonly deadlineMs: number;
  /** How far the function's `Date.now()` is ahead of this machine's. */
  readonly clockAheadMs: number;
}

/** An error as Lambda reports it. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

export type ChildMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'init-failed'; readonly error: FunctionError }
  /** `payload` is the handler's result as JSON; absent if the handler returned undefined. */
  | { readonly kind: 'returned'; readonly requestId: string; readonly payload?: string }
  | { readonly kind: 'failed'; readonly requestId: string; readonly error: FunctionError };
