import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { hire } from '../support/bodies/hires.ts';
import {
  type PackageVariant,
  writeVariantWithVariables,
} from '../support/package/package-variant.ts';
import {
  type StackUnderFaults,
  startStackUnderFaults,
} from '../support/stack/stack-under-faults.ts';

const SETTINGS = {
  FORWARDED_ATTRIBUTES: 'department,manager',
  ALLOWED_ATTRIBUTE_VALUES: 'department=Trading|Sales',
};
const grace = hire({ emailAddress: 'grace@example.com', requestId: 'r-1', employeeId: 'E-1' });
const ada = hire({ requestId: 'r-2', manager: 'E-1', department: 'Trading', title: 'Analyst' });
const alan = hire({ emailAddress: 'alan@example.com', requestId: 'r-3', department: 'Board' });

describe.each(['identity-center', 'scim'])('the packaged service for %s', (target) => {
  let variant: PackageVariant;
  let service: StackUnderFaults;
  beforeAll(async () => {
    variant = await writeVariantWithVariables(SETTINGS, target);
  });
  afterAll(() => variant.remove());
  beforeEach(async () => {
    service = await startStackUnderFaults({ packageDir: variant.packageDir });
  });
  afterEach(() => service.stop());

  test('gives accounts what is forwarded of a profile, and links managers', async () => {
    const created: string[] = [];
    service.proxy.onCall(({ operation, body }, phase) => {
      if (operation === 'CreateUser' && phase === 'before') created.push(body);
      return undefined;
    });
    await service.stack.consumption.start();
    for (const person of [grace, ada, alan]) {
      await service.sendHires([person]);
      await service.untilAllDone();
    }

    const [manager] = service.stack.directory.users();
    expect(created).toHaveLength(2);
    expect(created[1]).toContain('"department":"Trading"');
    expect(created[1]).toContain(`"manager":{"value":"${manager?.userId}"}`);
    expect(created[1]).not.toContain('Analyst');
    expect((await service.events()).map(({ data }) => data)).toMatchObject([
      { outcome: 'created' },
      { outcome: 'created' },
      { reason: { code: 'attribute-value-not-allowed' } },
    ]);
    expect(service.log.join()).not.toMatch(/Trading|Board|Analyst/);
  });
});
