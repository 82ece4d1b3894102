import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import type { Json } from '../../local/template/template.ts';
import { DIRECTORY_SETTINGS } from './directory-settings.ts';
import { listOf, type Setting, type SettingGroup, trueOrFalse, whole } from './setting.ts';

/** A stack has the sources that are in its zip. */
const KNOWN_SOURCES = readdirSync(new URL('../../sources', import.meta.url))
  .filter((file) => file.endsWith('.yml'))
  .map((file) => basename(file, '.yml'));
const ANY_SOURCE = KNOWN_SOURCES.join('|');

const KEY_ARN = '^(arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:key/.+)?$';

/** Defined in resources/parameters.yml. */
const DEFINED = {} satisfies Setting;
const DEFINED_AND_REQUIRED = { isRequired: true } satisfies Setting;

export const SETTING_GROUPS: readonly SettingGroup[] = [
  { label: 'Directory', settings: DIRECTORY_SETTINGS },
  {
    label: 'Who sends hires, operates Joiner and reads its events',
    settings: {
      senders: { hasNoToken: true },
      senderAccounts: DEFINED,
      senderRoleArns: DEFINED,
      senderTopicArns: DEFINED,
      senderRuleArns: DEFINED,
      operatorRoleArns: DEFINED_AND_REQUIRED,
      completionReaders: DEFINED_AND_REQUIRED,
    },
  },
  {
    label: 'What a hire may ask for',
    settings: {
      allowedEmailDomains: {
        isRequired: true,
        definition: {
          Type: 'String',
          AllowedPattern: listOf('[^*,\\s]+', '\\*'),
          Description:
            'The domains of addresses, such as example.com, separated by commas; * for any.',
        },
      },
      creationsPerHour: {
        isRequired: true,
        token: '98731',
        definition: {
          Type: 'String',
          AllowedPattern: '^(none|[1-9]\\d{0,4}|100000)$',
          Description:
            'The accounts that may be created in an hour, a whole number from 1 to 100000; none for no limit.',
        },
      },
      allowedUserTypes: {
        definition: {
          Type: 'String',
          AllowedPattern: '^(APP_USER|SUPER_USER)(\\s*,\\s*(APP_USER|SUPER_USER))?$',
          Description:
            'The user types that HR may ask for: APP_USER, SUPER_USER or both, separated by a comma.',
        },
      },
      allowedApiAccessPrincipalArns: {
        definition: {
          Type: 'String',
          AllowedPattern: listOf('arn:aws[a-z-]*:iam::\\d{12}:role/[^,*?]+'),
          Description:
            'The IAM roles that HR may ask API access for, separated by commas; none if empty.',
        },
      },
      acceptedEventTypes: {
        definition: {
          Type: 'String',
          Description:
            'The types of events about new hires, such as com.example.hired, with * for any text, separated by commas; any type if empty.',
        },
      },
      singleName: {
        definition: {
          Type: 'String',
          AllowedValues: ['reject', 'repeat', 'dash'],
          Description:
            'What becomes of a person with one name where the directory requires two: reject, repeat the name, or a dash for the other.',
        },
      },
      forwardedAttributes: {
        definition: {
          Type: 'String',
          AllowedPattern: listOf('[A-Za-z]+'),
          Description:
            'The fields of a profile that accounts get, such as title,department,manager; none if empty.',
        },
      },
      allowedAttributeValues: {
        definition: {
          Type: 'String',
          AllowedPattern: listOf('[A-Za-z]+\\s*=[^=]+'),
          Description:
            'The values that HR may send, by field, such as department=Trading|Sales,costCenter=4711; any if empty.',
        },
      },
      grantToExisting: {
        definition: trueOrFalse(
          'Whether an account that was there before gets the groups of its hire, too; without rules of groups, no hire has any.',
        ),
      },
    },
  },
  {
    label: 'When an account is due, and how long Joiner tries',
    settings: {
      provisionDaysBeforeStart: {
        definition: whole(
          0,
          365,
          'How many days before the first day the account of a hire is due.',
        ),
      },
      startTimeZone: {
        definition: {
          Type: 'String',
          AllowedPattern: '^[A-Za-z][A-Za-z0-9_+/-]*$',
          Description:
            'The time zone in which a day begins, by its IANA name, such as Europe/Berlin.',
        },
      },
      retryBackoffBaseSeconds: {
        definition: whole(
          1,
          43_000,
          'The wait between the first two attempts of a hire, in seconds.',
        ),
      },
      retryBackoffMaxSeconds: {
        definition: whole(
          1,
          43_000,
          'The longest wait between two attempts of a hire, in seconds.',
        ),
      },
      handOverAfterHours: {
        definition: {
          Type: 'Number',
          MinValue: 0.01,
          MaxValue: 216,
          Description: 'After how many hours a hire that keeps failing is dead-lettered.',
        },
      },
      recordDays: {
        token: '31337',
        definition: {
          Type: 'String',
          AllowedPattern:
            '^(none|[3-9]\\d|[1-9]\\d{2,3}|[12]\\d{4}|3[0-5]\\d{3}|36[0-4]\\d{2}|36500)$',
          Description:
            'How long the record of a person stays whose account is gone: none, for ever, or a whole number of days from 30 to 36500.',
        },
      },
    },
  },
  {
    label: 'Files and records of HR systems',
    settings: {
      sources: {
        token: KNOWN_SOURCES.join(','),
        narrower: { AllowedPattern: `^((${ANY_SOURCE})(,(${ANY_SOURCE}))*)?$` },
      },
      fileSenderRoleArns: DEFINED,
      intakeMaxNew: {
        token: '87313',
        definition: whole(
          1,
          100_000,
          'A file with more new people than this waits for an operator.',
        ),
      },
    },
  },
  {
    label: 'Alarms',
    settings: {
      alarmTopicArn: {
        narrower: { AllowedPattern: '^(arn:aws[a-z-]*:sns:[a-z0-9-]+:\\d{12}:.+)?$' },
      },
      alarmOnChanges: DEFINED,
      readyWithinMinutes: {
        definition: whole(
          1,
          undefined,
          'An alarm fires when a hire waits longer for its account, in minutes.',
        ),
      },
      rejectionsPerHour: {
        definition: whole(0, undefined, 'An alarm fires when more hires are rejected in an hour.'),
      },
      auditSchedule: { token: 'rate(7319 days)' },
      auditWithinHours: {
        token: '7321',
        definition: whole(
          1,
          8784,
          'An alarm fires when the last complete audit is older, in hours.',
        ),
      },
      grantsPerGroupPerHour: {
        onlyWithRules: true,
        token: '918273645',
        definition: whole(
          1,
          999_999_999,
          'An alarm fires when one group of the rules is granted more often in an hour.',
        ),
      },
    },
  },
  {
    label: 'Load, logs and keys',
    settings: {
      maximumConcurrency: {
        definition: whole(
          2,
          1000,
          'Concurrent instances of the function, with ten hires in parallel in each.',
        ),
      },
      reservedConcurrency: DEFINED,
      logRetentionDays: {
        token: '3288',
        definition: {
          Type: 'Number',
          // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
          AllowedValues: [
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
            2922, 3288, 3653,
          ],
          Description: 'How many days the logs of the functions are kept.',
        },
      },
      logLevel: {
        definition: {
          Type: 'String',
          AllowedValues: ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'SILENT', 'CRITICAL'],
          Description: 'What the functions log.',
        },
      },
      kmsKeyArn: { narrower: { AllowedPattern: KEY_ARN } },
      pseudonymKeyArn: { narrower: { AllowedPattern: KEY_ARN } },
    },
  },
];

/** Parameters of serverless.yml that the template does not have, and why. */
export const NOT_IN_TEMPLATE: Readonly<Record<string, string>> = {
  target: 'each directory has a template of its own',
  accessRules: 'rules of groups are part of the code, the role and the alarms',
  tags: 'CloudFormation takes the tags of a stack with the deployment',
};

export const SETTINGS: Readonly<Record<string, Setting>> = Object.assign(
  {},
  ...SETTING_GROUPS.map(({ settings }) => settings),
);

/** A parameter of the template has the name of its setting, with a capital letter. */
export function parameterNameOf(setting: string): string {
  return `${setting.charAt(0).toUpperCase()}${setting.slice(1)}`;
}

/** The value of a setting in the template. */
export function templateValueOf(setting: string): Json {
  return SETTINGS[setting]?.value ?? { Ref: parameterNameOf(setting) };
}
