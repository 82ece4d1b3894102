export interface Place {
  /** Creation order; not given again while the double runs. */
  readonly sequence: number;
  readonly userId: string;
}

/** Users in creation order, a page of which is found without going through those before it. */
export function createUserOrder(places: Place[]) {
  function firstAfter(sequence: number): number {
    let [low, high] = [0, places.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((places[middle] as Place).sequence > sequence) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  return {
    append: (place: Place): void => void places.push(place),
    remove: (sequence: number): void => void places.splice(firstAfter(sequence - 1), 1),

    /** At most `limit` after `sequence`; `last` is where the next page begins, if there is one. */
    page(sequence: number, limit: number): { userIds: string[]; last?: number | undefined } {
      const start = firstAfter(sequence);
      const page = places.slice(start, start + limit);
      const isLast = start + limit >= places.length;
      return {
        userIds: page.map(({ userId }) => userId),
        ...(!isLast && { last: page.at(-1)?.sequence }),
      };
    },
  };
}
