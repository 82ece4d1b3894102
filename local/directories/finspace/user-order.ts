export interface UserPosition {
  /** Creation order. Never reused while the double runs. */
  readonly sequence: number;
  readonly userId: string;
}

/** Users in creation order. Finds a page by binary search. */
export function createUserOrder(positions: UserPosition[]) {
  function firstAfter(sequence: number): number {
    let [low, high] = [0, positions.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((positions[middle] as UserPosition).sequence > sequence) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  return {
    append: (position: UserPosition): void => void positions.push(position),
    remove: (sequence: number): void => void positions.splice(firstAfter(sequence - 1), 1),

    /** Up to `limit` users after `sequence`. `last` is the end of the page; undefined on the last page. */
    page(sequence: number, limit: number): { userIds: string[]; last?: number | undefined } {
      const start = firstAfter(sequence);
      const page = positions.slice(start, start + limit);
      const isLast = start + limit >= positions.length;
      return {
        userIds: page.map(({ userId }) => userId),
        ...(!isLast && { last: page.at(-1)?.sequence }),
      };
    },
  };
}
