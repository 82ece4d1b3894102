import type { Definition } from './setting.ts';

/** What the template needs to know in addition to settings: the stage, and where its code is. */
export const DEPLOYMENT_PARAMETERS = {
  Stage: {
    Type: 'String',
    AllowedPattern: '^[a-z][a-z0-9-]{0,29}$',
    Description:
      'Part of the names of queues, functions and alarms, such as prod, for the stack joiner-prod.',
  },
  CodeBucket: {
    Type: 'String',
    AllowedPattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
    Description: 'The bucket that has the zips of the functions, in the region of the stack.',
  },
  CodePrefix: {
    Type: 'String',
    Default: '',
    AllowedPattern: '^(.*/)?$',
    Description:
      'What the keys of the zips begin with in the bucket, such as joiner/; nothing if empty.',
  },
  Architecture: {
    Type: 'String',
    Default: 'arm64',
    AllowedValues: ['arm64', 'x86_64'],
    Description: 'The processors that run the functions. The zips are the same for both.',
  },
} as const satisfies Readonly<Record<string, Definition & { readonly Default?: string }>>;

export const DEPLOYMENT_LABEL = 'Stage and code';
