import { isSameAddress } from '../../provisioning/directory-user.ts';

/**
 * Spellings of an address that a server may have for it, for servers whose filters compare letter case although
 * user names do not (RFC 7643, 4.1.1).
 */
export function createSpellings() {
  const returned = new Map<string, string>();
  return {
    /** Remembers a spelling that the server has returned, for as long as the invocation lasts. */
    remember(emailAddress: string, spelled: string | undefined): void {
      if (spelled !== undefined && isSameAddress(spelled, emailAddress))
        returned.set(emailAddress, spelled);
    },
    /** The one that the server has returned, and the usual ones; without the address itself. */
    of(emailAddress: string): readonly string[] {
      const at = emailAddress.lastIndexOf('@');
      const local = emailAddress.slice(0, at).replace(/(?<![a-z0-9])[a-z]/g, upperCased);
      const domain = emailAddress.slice(at + 1);
      const spellings = new Set([
        returned.get(emailAddress) ?? emailAddress,
        `${local}@${domain}`,
        `${local}@${domain.replace(/^[a-z]/, upperCased)}`,
        emailAddress.toUpperCase(),
      ]);
      spellings.delete(emailAddress);
      return [...spellings];
    },
    forget: (): void => returned.clear(),
  };
}

function upperCased(letter: string): string {
  return letter.toUpperCase();
}
