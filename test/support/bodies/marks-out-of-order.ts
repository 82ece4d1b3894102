/** Combining marks in the order that takes Unicode's normalization longest; of so many bytes in UTF-8. */
export function marksOutOfOrder(bytes: number): string {
  return '\u0300'.repeat(bytes / 4) + '\u0316'.repeat(bytes / 4);
}
