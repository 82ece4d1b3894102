/** Limit of SendMessageBatch, ReceiveMessage, DeleteMessageBatch and ChangeMessageVisibilityBatch. */
export const MAX_BATCH_ENTRIES = 10;

/**
 * A client has 50 connections, and a request that waits too long for one fails: a thousand calls at once
 * would lose many. https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/node-configuring-maxsockets.html
 */
const CALLS_AT_ONCE = 20;

interface BatchResult {
  readonly Successful?: readonly { readonly Id?: string | undefined }[] | undefined;
  readonly Failed?: readonly { readonly Code?: string | undefined }[] | undefined;
}

/**
 * A batch call of SQS for all items, in batches as large as SQS allows, and some calls at a time. Each
 * entry's `Id` is its index in its batch. Never throws: `onError` gets the reasons.
 * @returns the items that are not known to have succeeded
 */
export async function callInBatches<Item>(
  items: readonly Item[],
  call: (batch: readonly Item[]) => Promise<BatchResult>,
  onError?: (error: unknown) => void,
): Promise<readonly Item[]> {
  const failed: Item[] = [];
  const batches = inBatches(items).values();
  const callForRest = async () => {
    // The iterator is shared: each batch is called for once.
    for (const batch of batches) failed.push(...(await callForBatch(batch, call, onError)));
  };
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, callForRest));
  return failed;
}

async function callForBatch<Item>(
  batch: readonly Item[],
  call: (batch: readonly Item[]) => Promise<BatchResult>,
  onError?: (error: unknown) => void,
): Promise<readonly Item[]> {
  try {
    const { Successful = [], Failed = [] } = await call(batch);
    for (const { Code } of Failed)
      onError?.(Object.assign(new Error('SQS refused an entry of a batch.'), { code: Code }));
    const succeeded = new Set(Successful.map(({ Id }) => Id));
    return batch.filter((_, index) => !succeeded.has(String(index)));
  } catch (error) {
    onError?.(error);
    return batch;
  }
}

function inBatches<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / MAX_BATCH_ENTRIES);
  return Array.from({ length: count }, (_, batch) =>
    items.slice(batch * MAX_BATCH_ENTRIES, (batch + 1) * MAX_BATCH_ENTRIES),
  );
}
