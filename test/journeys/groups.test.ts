import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TARGETS } from '../../local/directories/directories.ts';
import { packageDirOf } from '../../local/stack/packaging.ts';
import { readAccessRules } from '../../src/access/read-access-rules.ts';
import { alarmsOf, metricsOfAlarm } from '../package/watched-metrics.ts';
import { hire } from '../support/bodies/hires.ts';
import { deployedTemplate } from '../support/package/deployed-template.ts';
import { type PackagedStack, startPackagedStack } from '../support/stack/packaged-stack.ts';

describe.each(TARGETS)('packaged for %s with the sample of its rules:', (target) => {
  const sample = `events/access-rules/${target}.yml`;
  const { version, rules } = readAccessRules(readFileSync(sample, 'utf8'), sample);
  const [ofAll, ofEmployees] = rules;
  const expected = [...(ofAll?.groups ?? []), ...(ofEmployees?.groups ?? [])].toSorted();
  let service: PackagedStack;

  beforeAll(async () => {
    service = await startPackagedStack({ packageDir: packageDirOf(target) });
    const analyst = { department: 'Quantitative Research', userType: 'Employee' };
    await service.send(JSON.stringify(hire({ emailAddress: 'ada@example.com', ...analyst })));
    await service.send(JSON.stringify(hire({ emailAddress: 'joan@example.com' })));
    await service.untilDone();
  });
  afterAll(() => service.stop());

  const userIdOf = (address: string) =>
    service.stack.directory.users().find(({ emailAddress }) => emailAddress === address)?.userId;
  const recordOf = async (address: string) =>
    (await service.records()).find(({ userId }) => userId?.S === userIdOf(address));

  test('a hire is in the groups of the rules that apply to it, and of no other', () => {
    const memberships = service.stack.directory.memberships();

    expect(memberships.map(({ userId }) => userId)).toEqual(
      expected.map(() => userIdOf('ada@example.com')),
    );
    expect(memberships.map(({ group }) => group).toSorted()).toEqual(expected);
  });

  test('its event says which groups by which version of the rules', async () => {
    const data = (await service.events()).map((event) => event.data);

    expect(data).toContainEqual(
      expect.objectContaining({
        emailAddress: 'ada@example.com',
        groups: expected,
        accessRulesVersion: version,
      }),
    );
  });

  test('each of its groups, and no other, is counted once, where the alarm of the group looks', () => {
    const counted = service.log
      .filter((line) => line.startsWith('{"_aws"') && line.includes('"group":'))
      .map((line) => JSON.parse(line))
      .map(({ _aws, Granted, ...dimensions }) => ({ dimensions, Granted }));
    const watched = alarmsOf(deployedTemplate({}, target))
      .flatMap(metricsOfAlarm)
      .filter(({ name }) => name === 'Granted')
      .map(({ dimensions }) => dimensions);

    expect(counted.map(({ dimensions }) => dimensions['group']).toSorted()).toEqual(expected);
    expect(counted.map(({ Granted }) => Granted)).toEqual(expected.map(() => 1));
    expect(watched).toEqual(expect.arrayContaining(counted.map(({ dimensions }) => dimensions)));
  });

  test('its record keeps which of the rules applied', async () => {
    const record = await recordOf('ada@example.com');

    expect(record).toMatchObject({ state: { S: 'PROVISIONED' }, rulesVersion: { S: version } });
    expect(record?.['appliedRules']?.NS?.toSorted()).toEqual(['1', '2']);
  });

  test('a hire to which no rule applies is provisioned without groups', async () => {
    const record = await recordOf('joan@example.com');

    expect(record).toMatchObject({ state: { S: 'PROVISIONED' }, rulesVersion: { S: version } });
    expect(record).not.toHaveProperty('groups');
    expect(record).not.toHaveProperty('appliedRules');
  });
});
