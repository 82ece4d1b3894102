import type { Rule } from './rule.ts';

/** Profiles decide on rights, and on nothing that makes an account one person's. */
export const PROFILE_RULES: readonly Rule[] = [
  {
    rule: 'what an account does not have yet is stored with it, for every event about it',
    without: {
      file: 'aws/transitions.ts',
      from: 'pending: optionalTexts(pending),',
      to: '',
    },
    noticedBy: {
      scenario: 'a hire and its manager at the same time',
      faults: 0,
      broken: 'an event is wrong about the manager',
    },
  },
  {
    rule: 'an account that a lost call made is compared: its manager may have had no account then',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: '...(await ctx.target.profile?.compare(found, hire, ctx)),',
      to: '',
    },
    noticedBy: {
      scenario: 'a hire and its manager at the same time',
      faults: 1,
      broken: 'an event is wrong about `differs`',
    },
  },
  {
    rule: 'a manager is linked only to an account on record for exactly that employee id',
    without: {
      file: 'provisioning/find-manager.ts',
      from: ' || record.employeeKey !== employeeKey',
      to: '',
    },
    noticedBy: {
      file: 'provisioning/profile.test.ts',
      test: 'whose address has passed to the next employee is pending',
    },
  },
  {
    rule: 'a profile that is refused claims nothing',
    without: {
      file: 'provisioning/check-hire.ts',
      from: 'bounds.target.profile?.check(profile)',
      to: 'undefined',
    },
    noticedBy: {
      file: 'provisioning/profile.test.ts',
      test: 'beyond a limit of the directory is rejected before anything is claimed or called',
    },
  },
  {
    rule: 'an account with a value that is not allowed is not taken over',
    without: {
      file: 'provisioning/takeover.ts',
      from: 'if (target.profile?.allows(found) === false) return false;',
      to: '',
    },
    noticedBy: {
      file: 'provisioning/profile.test.ts',
      test: 'of an account that was there is not taken over where it is not allowed',
    },
  },
  {
    rule: 'an account whose profile was not read is not taken over where values are bounded',
    without: {
      file: 'provisioning/check-profile.ts',
      from: 'profile !== undefined && isAllowed(field, profile[field])',
      to: 'isAllowed(field, profile?.[field])',
    },
    noticedBy: {
      file: 'provisioning/profile.test.ts',
      test: 'of an account that was there is not taken over where its profile was not read',
    },
  },
  {
    rule: 'a value that is no text counts where values are bounded',
    without: {
      file: 'targets/scim/profile.ts',
      from: 'isUnset(value) ? []',
      to: 'asText(value) === undefined ? []',
    },
    noticedBy: {
      file: 'targets/scim/found-profiles.test.ts',
      test: 'is not taken over with a list in place of an allowed value',
    },
  },
  {
    rule: 'a phone number counts where it is bounded',
    without: {
      file: 'targets/scim/phone-numbers.ts',
      from: 'withPhoneNumber(account, inAllowedForm)',
      to: 'withPhoneNumber(account, () => undefined)',
    },
    noticedBy: {
      file: 'targets/scim/found-profiles.test.ts',
      test: 'is not taken over with a phone number that is not allowed',
    },
  },
  {
    rule: 'an account whose profile was not read differs',
    without: {
      file: 'provisioning/profile.ts',
      from: '(shown !== undefined &&',
      to: '(shown === undefined ||',
    },
    noticedBy: {
      file: 'provisioning/profile.test.ts',
      test: 'about an account whose profile was not read',
    },
  },
  {
    rule: 'an account that is found in a list of all users has its profile',
    without: { file: 'targets/scim/user.ts', from: '...PROFILE_ATTRIBUTES', to: '' },
    noticedBy: {
      file: 'targets/scim/profile.test.ts',
      test: 'is read in the same way where all users are listed',
    },
  },
  {
    rule: 'an event about another profile has another id',
    without: {
      file: 'provisioning/events.ts',
      from: 'profile?.contentDigest ?? hire.requestedDigest',
      to: 'hire.requestedDigest',
    },
    noticedBy: {
      file: 'provisioning/profile.test.ts',
      test: 'where the same request brings another value, under an id of its own',
    },
  },
  {
    rule: 'an account that is made again has nothing of the profile of the old one',
    without: {
      file: 'aws/transitions.ts',
      from: '#userNameForm, #profileDigests, #pending,',
      to: '#userNameForm,',
    },
    noticedBy: {
      file: 'aws/users-table.test.ts',
      test: 'an account that is made again has nothing of the profile of the old one',
    },
  },
];
