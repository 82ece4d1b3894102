import { describe, expect, test } from '@jest/globals';
import { parameterNameOf } from '../../../release/template/settings.ts';
import { configurationOf, saidOf } from '../../package/service-configuration.ts';
import { DEPLOYMENTS } from '../../support/package/deployment-values.ts';
import { refusalsOf } from './refusals.ts';
import { releasedTemplate } from './released-template.ts';

const deployment = { Stage: 'prod', CodeBucket: 'code' };
const REQUIRED = DEPLOYMENTS['only what is required'] ?? {};
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:on-call';
const ROLE = 'arn:aws:iam::111122223333:role/files';

type Values = Readonly<Record<string, string>>;

/** Without a value for the settings that are undefined. */
function changed(changes: Readonly<Record<string, string | undefined>>): Values {
  const all = Object.entries<string | undefined>({ ...REQUIRED, ...changes });
  return Object.fromEntries(
    all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

async function refusedByTemplate(values: Values): Promise<string> {
  const released = await releasedTemplate('scim');
  const ofTemplate = Object.entries(values)
    .map(([name, value]) => [parameterNameOf(name), value] as const)
    .filter(([name]) => name in released.Parameters);
  return refusalsOf(released, { ...deployment, ...Object.fromEntries(ofTemplate) }).join('\n');
}

function refusedByPackaging(values: Values): Promise<string> {
  const options = Object.entries(values).map(([name, value]) => `--param=${name}=${value}`);
  return saidOf(configurationOf('--stage', 'prod', '--param=target=scim', ...options));
}

export function describeRefusedValues(): void {
  describe('packaging and the template refuse', () => {
    test.each([
      ['scimBaseUrl', {}],
      ['allowedEmailDomains', {}],
      ['creationsPerHour', {}],
      ['creationsPerHour', { creationsPerHour: '100001' }],
      ['operatorRoleArns', {}],
      ['completionReaders', {}],
      ['senders', { senderRoleArns: undefined }],
      ['alarmTopicArn', { alarmOnChanges: 'true' }],
      ['recordDays', { recordDays: '29' }],
      ['recordDays', { recordDays: '36501' }],
      ['sources', { sources: 'bamboohr,unknown' }],
      ['intakeMaxNew', { sources: 'bamboohr', intakeMaxNew: '0' }],
      ['fileSenderRoleArns', { fileSenderRoleArns: ROLE }],
    ])('%s with %j', async (setting, changes) => {
      const values = changed(Object.keys(changes).length > 0 ? changes : { [setting]: undefined });

      expect(await refusedByPackaging(values)).toContain(`${setting}: `);
      expect(await refusedByTemplate(values)).toContain(`${parameterNameOf(setting)}: `);
    });
  });

  describe('packaging and the template accept', () => {
    test.each([
      ['what is required', {}],
      ['the least numbers', { creationsPerHour: '1', recordDays: '30', intakeMaxNew: '1' }],
      [
        'the largest numbers',
        { creationsPerHour: '100000', recordDays: '36500', intakeMaxNew: '100000' },
      ],
      [
        'no named sender where anyone may send',
        { senders: 'anyone-in-account', senderRoleArns: undefined },
      ],
      [
        'senders of files alone',
        { senderRoleArns: undefined, fileSenderRoleArns: ROLE, sources: 'ukg' },
      ],
      ['reports of changes with a topic', { alarmOnChanges: 'true', alarmTopicArn: TOPIC }],
      ['everything on', DEPLOYMENTS['everything on'] ?? {}],
      ['everything off', { ...DEPLOYMENTS['everything off'], senderRoleArns: undefined }],
    ])('%s', async (_, changes) => {
      expect(await refusedByPackaging(changed(changes))).toBe('it did not fail');
      expect(await refusedByTemplate(changed(changes))).toBe('');
    });
  });
}
