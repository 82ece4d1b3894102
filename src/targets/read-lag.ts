/**
 * Milliseconds by which a directory's reads may lag behind its writes. Microsoft documents minutes for
 * Entra ID; AWS calls the reads of its services eventually consistent and gives no bound.
 */
export const READ_LAG_MS = 600_000;
