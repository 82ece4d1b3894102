/** AWS's reference lacks the actions by which FinSpace adds to permission groups, and lists their users. */
const UNLISTED = /^'(associateusertopermissiongroup|listusersbypermissiongroup)' is not one of/;

/** Whether a finding of cfn-lint is about an action that AWS does not list. */
export function isUnlistedAction({ Message }: { readonly Message: string }): boolean {
  return UNLISTED.test(Message);
}
