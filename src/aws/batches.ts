/** Limit of SendMessageBatch, ReceiveMessage, DeleteMessageBatch and ChangeMessageVisibilityBatch. */
export const MAX_BATCH_ENTRIES = 10;

/** The items in batches as large as SQS allows. */
export function inBatches<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / MAX_BATCH_ENTRIES);
  return Array.from({ length: count }, (_, batch) =>
    items.slice(batch * MAX_BATCH_ENTRIES, (batch + 1) * MAX_BATCH_ENTRIES),
  );
}
