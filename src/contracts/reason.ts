/** Why a message was set aside. `message` names fields and rules, never values. */
export interface Reason {
  readonly code: string;
  readonly message: string;
}
