import { copyAttributesOf } from '../../aws/copy-attributes.ts';
import { sendCopy } from './send-copy.ts';
import type { Stack } from './stack.ts';

/** A message of HR that is sent again. */
interface Copy {
  readonly body: string;
  /** Epoch milliseconds at which HR sent it, where that is known. */
  readonly askedAtMs?: number | undefined;
  /** Epoch milliseconds at which the account was due, where the hire has waited for its day. */
  readonly releasedForMs?: number;
}

/** Sends a copy to the new-hire queue, with when HR first asked: of several messages, the last one decides. */
export function sendToNewHires(stack: Stack, { body, ...times }: Copy): Promise<void> {
  return sendCopy(stack, stack.outputs.NewHireQueueUrl, body, copyAttributesOf(times));
}
