import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { packageDirOf } from '../../local/stack/packaging.ts';
import { readPackage } from '../../local/stack/service-package.ts';
import { hire } from '../support/hires.ts';
import { type PackageVariant, writePackageVariant } from '../support/package-variant.ts';
import { type StoryWorld, startStoryWorld } from '../support/story-world.ts';
import { userIdsIn, userIdsOnRecord } from '../support/user-ids.ts';

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
  ['that may not prevent twins', 'false'],
])('the packaged service and a SCIM server %s', (_, enforcesUniqueness) => {
  let service: PackageVariant;
  let world: StoryWorld;
  beforeAll(async () => {
    const { template } = await readPackage(packageDirOf('scim'));
    const { Properties = {} } = template.Resources['ProvisionUserLambdaFunction'] ?? {};
    const { Variables } = Properties['Environment'] as { readonly Variables: object };
    const Environment = {
      Variables: { ...Variables, SCIM_ENFORCES_UNIQUENESS: enforcesUniqueness },
    };
    service = await writePackageVariant({ ProvisionUserLambdaFunction: { Environment } }, 'scim');
  });
  afterAll(() => service.remove());
  beforeEach(async () => {
    world = await startStoryWorld({ packageDir: service.packageDir });
  });
  afterEach(() => world.stop());

  const outcomes = async () =>
    (await world.events()).map(({ data }) => ('outcome' in data ? data.outcome : data.reason.code));

  test('recover accounts whose creation was not answered', async () => {
    const lost = new Set<string>();
    world.proxy.onCall(({ operation, body }, phase) => {
      if (operation !== 'CreateUser' || phase !== 'committed' || lost.has(body)) return undefined;
      lost.add(body);
      return 'drop';
    });

    await world.sendHires(people);
    await world.stack.consumption.start();
    await world.untilLogged('retry later', 6);
    await world.expireLeases();
    await world.comeAgain();
    await world.untilAllDone();

    expect(world.stack.directory.users()).toHaveLength(6);
    expect(await userIdsOnRecord(world)).toEqual(userIdsIn(world.stack.directory));
    expect(await outcomes()).toEqual(Array(6).fill('recovered'));
  });

  test('say that an account was there before', async () => {
    const { emailAddress = '' } = people[0] as { emailAddress?: string };
    const createTime = Date.parse('2024-03-04T08:00:00Z');
    world.stack.directory.addUser({ emailAddress, createTime });

    await world.sendHires(people.slice(0, 1));
    await world.stack.consumption.start();
    await world.untilAllDone();

    expect(world.stack.directory.users()).toHaveLength(1);
    expect(await outcomes()).toEqual(['existing']);
  });

  test('keep the token, and whom it is about, out of the log', async () => {
    world.proxy.onCall(({ operation }, phase) =>
      operation === 'CreateUser' && phase === 'before'
        ? { status: 418, body: JSON.stringify({ detail: 'person.0@example.com' }) }
        : undefined,
    );

    await world.sendHires(people.slice(0, 1));
    await world.stack.consumption.start();
    await world.untilLogged('retry later', 1);

    expect(world.log.join()).toMatch(/The SCIM server returned HTTP 418 for POST ..?Users/);
    expect(world.log.join()).not.toMatch(/person\.0|Bearer|"test"/);
  });
});
