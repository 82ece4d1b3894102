import { isPersonKey } from '../../provisioning/digests.ts';
import type { PersonIds } from '../../provisioning/ports.ts';
import { asText, type ScimObject } from './json.ts';

/** How a server's `externalId` identifies people. */
export interface ExternalIds {
  /** Our own id of a person, which the directory stores as `externalId`. */
  of(ids: PersonIds): string;
  /** The employee id under which any system may have stored the person; undefined if there is none. */
  employeeIdOf(ids: PersonIds): string | undefined;
  /** The owner that the directory records for an account; undefined if it records none. */
  ownerIn(user: ScimObject): string | undefined;
}

/**
 * @param isEmployeeId false if another system, such as an identity provider, writes `externalId` too. Then only
 * a person key in it, which Joiner alone writes, identifies a person.
 */
export function createExternalIds(isEmployeeId: boolean): ExternalIds {
  const externalIdIn = (user: ScimObject) => asText(user['externalid']);
  if (isEmployeeId)
    return {
      of: ({ employeeId, personKey }) => employeeId ?? personKey,
      employeeIdOf: ({ employeeId }) => employeeId,
      ownerIn: externalIdIn,
    };
  return {
    of: ({ personKey }) => personKey,
    employeeIdOf: () => undefined,
    ownerIn(user) {
      const externalId = externalIdIn(user);
      return externalId !== undefined && isPersonKey(externalId) ? externalId : undefined;
    },
  };
}
