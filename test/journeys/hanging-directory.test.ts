import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { TARGETS } from '../../local/directories/directories.ts';
import { hire } from '../support/bodies/hires.ts';
import { type PackageVariant, writePackageVariant } from '../support/package/package-variant.ts';
import {
  type StackUnderFaults,
  startStackUnderFaults,
} from '../support/stack/stack-under-faults.ts';

/** As the function keeps some eight seconds for what comes after the directory's calls, this leaves them little. */
const shortTimeout = { ProvisionUserLambdaFunction: { Timeout: 9 } };

/** Under one client token the second call is the first one; without a token its account is found. */
const OUTCOME_OF_THE_LATE: Readonly<Record<string, string>> = {
  finspace: 'created',
  'identity-center': 'recovered',
  scim: 'recovered',
};

describe.each(TARGETS)('packaged for %s:', (target) => {
  let variant: PackageVariant;
  let service: StackUnderFaults;
  beforeEach(async () => {
    variant = await writePackageVariant(shortTimeout, target);
    service = await startStackUnderFaults({ packageDir: variant.packageDir });
  });
  afterEach(async () => {
    await service.stop();
    await variant.remove();
  });

  test('a hire whose creation hangs is returned in time, and its late account is the only one', async () => {
    const { directory, consumption } = service.stack;
    directory.faults.next('CreateUser', { kind: 'hang' });

    await service.sendHires([
      hire(),
      hire({ emailAddress: 'grace@example.com', requestId: 'grace' }),
    ]);
    await consumption.start();
    const [waiting] = await service.untilLogged('retry later', 1);
    await consumption.pause();
    directory.faults.release();
    await service.untilAllDone();

    expect(waiting).toMatchObject({ cause: 'out-of-time', receiveCount: 1 });
    expect(service.logged('The invocation failed')).toEqual([]);
    expect(directory.users()).toHaveLength(2);
    const outcomes = (await service.events()).map(({ data }) => Object(data).outcome);
    expect(outcomes.toSorted()).toEqual(['created', OUTCOME_OF_THE_LATE[target]]);
    expect((await service.records()).map(({ userId }) => userId?.S).sort()).toEqual(
      directory
        .users()
        .map(({ userId }) => userId)
        .sort(),
    );
    expect(await service.deadLetters()).toEqual([]);
  });
});
