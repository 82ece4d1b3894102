interface Named {
  readonly userName: string;
  readonly externalId?: string;
  readonly emails?: readonly { readonly value: string }[];
}

/**
 * Users by user name, external id and address, in lower case. A real server has such an index: without one, a
 * benchmark would measure little else than the search.
 */
export function createTextIndex<User extends Named>() {
  const byText = new Map<string, Set<User>>();
  return {
    add(user: User): void {
      for (const text of textsOf(user)) byText.set(text, (byText.get(text) ?? new Set()).add(user));
    },
    remove(user: User): void {
      for (const text of textsOf(user)) byText.get(text)?.delete(user);
    },
    /** In any letter case. */
    of: (text: string): User[] => [...(byText.get(text.toLowerCase()) ?? [])],
  };
}

function textsOf({ userName, externalId = '', emails = [] }: Named): readonly string[] {
  const texts = [userName, externalId, ...emails.map(({ value }) => value)];
  return texts.map((text) => String(text).toLowerCase());
}
