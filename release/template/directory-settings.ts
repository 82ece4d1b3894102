import { SECRET_ARN } from '../../src/runtime/read-secret.ts';
import { listOf, type Setting, trueOrFalse } from './setting.ts';

const FIELD_LIMIT = '[A-Za-z]+=[1-9]\\d{0,3}';
const NAME = '(firstName|lastName)';

/** Of each directory: a template has those that its directory reads (resources/targets/). */
export const DIRECTORY_SETTINGS: Readonly<Record<string, Setting>> = {
  finspaceEnvironmentId: {
    isRequired: true,
    definition: {
      Type: 'String',
      AllowedPattern: '^[A-Za-z0-9]{1,26}$',
      Description:
        'The id of the FinSpace environment, in the account and the region of the stack.',
    },
  },
  identityStoreId: {
    isRequired: true,
    definition: {
      Type: 'String',
      AllowedPattern: '^(d-[0-9a-f]{10}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$',
      Description: 'The id of the identity store: d- and ten hexadecimal digits, or a UUID.',
    },
  },
  identityStoreAccountId: {
    default: '',
    definition: {
      Type: 'String',
      AllowedPattern: '^(\\d{12})?$',
      Description:
        'The account that has the IAM Identity Center instance, if that is delegated to the account of the stack; this account if empty.',
    },
    value: {
      'Fn::If': [
        'HasIdentityStoreAccount',
        { Ref: 'IdentityStoreAccountId' },
        { Ref: 'AWS::AccountId' },
      ],
    },
    conditions: {
      HasIdentityStoreAccount: {
        'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'IdentityStoreAccountId' }, ''] }],
      },
    },
  },
  identityCenterUserName: {
    definition: {
      Type: 'String',
      AllowedValues: ['address', 'local-part'],
      Description: 'What people sign in with: their address, or its local part.',
    },
  },
  scimBaseUrl: {
    isRequired: true,
    definition: {
      Type: 'String',
      AllowedPattern: '^https://[^?#@\\s]+$',
      Description: 'The https URL under which the server has /Users.',
    },
  },
  scimTokenArn: {
    isRequired: true,
    definition: {
      Type: 'String',
      AllowedPattern: SECRET_ARN.source,
      Description:
        'The ARN of the secret of Secrets Manager, or of the parameter of Systems Manager, that holds the bearer token.',
    },
  },
  scimEnforcesUniqueness: {
    definition: trueOrFalse('true only if the server refuses a second user of the same userName.'),
  },
  scimExternalIdIsEmployeeId: {
    definition: trueOrFalse(
      'false if another system, such as an identity provider, writes externalId too.',
    ),
  },
  scimSendsPassword: {
    definition: trueOrFalse('true if the server requires a password for a new user.'),
  },
  scimSendsMailNickname: {
    definition: trueOrFalse(
      'true if the server requires a mailNickname for a new user, as Entra ID does.',
    ),
  },
  scimRequiredFields: {
    definition: {
      Type: 'String',
      AllowedPattern: listOf(NAME),
      Description: 'firstName,lastName if the server requires names; neither if empty.',
    },
  },
  scimFieldLimits: {
    definition: {
      Type: 'String',
      AllowedPattern: listOf(FIELD_LIMIT),
      Description:
        'How many characters the server takes, by field, such as lastName=64,title=100; no limit if empty.',
    },
  },
};
