/** Something that whoever starts the stack must put right; the message says what. */
export class LocalStackError extends Error {
  override readonly name = 'LocalStackError';
}
