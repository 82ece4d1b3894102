import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { packageDirOf } from '../../local/stack/packaging.ts';
import { readPackage } from '../../local/stack/service-package.ts';
import { hire } from '../support/bodies/hires.ts';
import { endingOf } from '../support/engine/ending-of.ts';
import { type PackageVariant, writePackageVariant } from '../support/package/package-variant.ts';
import {
  type StackUnderFaults,
  startStackUnderFaults,
} from '../support/stack/stack-under-faults.ts';
import { userIdsIn, userIdsOnRecord } from '../support/stack/user-ids.ts';

/** So many people, each with a request of their own. */
const people = Array.from({ length: 6 }, (_, index) =>
  hire({
    emailAddress: `person.${index}@example.com`,
    requestId: `request-${index}`,
    employeeId: `E-${index}`,
  }),
);

describe.each([
  ['that refuses a second user of the same name', 'true'],
  ['that may not prevent duplicate accounts', 'false'],
])('the packaged service and a SCIM server %s', (_, enforcesUniqueness) => {
  let variant: PackageVariant;
  let service: StackUnderFaults;
  beforeAll(async () => {
    const { template } = await readPackage(packageDirOf('scim'));
    const { Properties = {} } = template.Resources['ProvisionUserLambdaFunction'] ?? {};
    const { Variables } = Properties['Environment'] as { readonly Variables: object };
    const Environment = {
      Variables: { ...Variables, SCIM_ENFORCES_UNIQUENESS: enforcesUniqueness },
    };
    variant = await writePackageVariant({ ProvisionUserLambdaFunction: { Environment } }, 'scim');
  });
  afterAll(() => variant.remove());
  beforeEach(async () => {
    service = await startStackUnderFaults({ packageDir: variant.packageDir });
  });
  afterEach(() => service.stop());

  const outcomes = async () => (await service.events()).map(endingOf);

  test('recover accounts whose creation was not answered', async () => {
    const lost = new Set<string>();
    service.proxy.onCall(({ operation, body }, phase) => {
      if (operation !== 'CreateUser' || phase !== 'committed' || lost.has(body)) return undefined;
      lost.add(body);
      return 'drop';
    });

    await service.sendHires(people);
    await service.stack.consumption.start();
    await service.untilLogged('retry later', 6);
    await service.expireLeases();
    await service.comeAgain();
    await service.untilAllDone();

    expect(service.stack.directory.users()).toHaveLength(6);
    expect(await userIdsOnRecord(service)).toEqual(userIdsIn(service.stack.directory));
    expect(await outcomes()).toEqual(Array(6).fill('recovered'));
  });

  test('say that an account was there before', async () => {
    const { emailAddress = '' } = people[0] as { emailAddress?: string };
    const createTime = Date.parse('2024-03-04T08:00:00Z');
    service.stack.directory.addUser({ emailAddress, createTime });

    await service.sendHires(people.slice(0, 1));
    await service.stack.consumption.start();
    await service.untilAllDone();

    expect(service.stack.directory.users()).toHaveLength(1);
    expect(await outcomes()).toEqual(['existing']);
  });

  test('keep the token, and whom it is about, out of the log', async () => {
    service.proxy.onCall(({ operation }, phase) =>
      operation === 'CreateUser' && phase === 'before'
        ? { status: 418, body: JSON.stringify({ detail: 'person.0@example.com' }) }
        : undefined,
    );

    await service.sendHires(people.slice(0, 1));
    await service.stack.consumption.start();
    await service.untilLogged('retry later', 1);

    expect(service.log.join()).toMatch(/The SCIM server returned HTTP 418 for POST ..?Users/);
    expect(service.log.join()).not.toMatch(/person\.0|Bearer|"test"/);
  });
});
