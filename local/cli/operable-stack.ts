import { type ControlPlane, startControlPlane } from '../stack/control-plane/server.ts';
import { type LocalStack, type LocalStackOptions, startLocalStack } from '../stack/stack.ts';

/** A local stack that the functions of `src/operator` work on as they do on one of AWS. */
export interface OperableStack {
  readonly stack: LocalStack;
  readonly controlPlane: ControlPlane;
  /** Points any AWS client at the stack. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startOperableStack(options: LocalStackOptions): Promise<OperableStack> {
  const stack = await startLocalStack(options);
  try {
    const controlPlane = await startControlPlane(stack);
    return {
      stack,
      controlPlane,
      environment: { ...stack.environment, ...controlPlane.environment },
      stop: () => controlPlane.stop().finally(stack.stop),
    };
  } catch (error) {
    await stack.stop();
    throw error;
  }
}
