/** A message is no longer in hand: another process may have received it. Nothing was done with it. */
export class LostHoldError extends Error {
  override readonly name = 'LostHoldError';

  constructor(id: string) {
    super(
      `The message ${id} is no longer held, so another process may have it: nothing is done with it. Run the command again.`,
    );
  }
}
