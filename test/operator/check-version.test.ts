import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TARGETS } from '../../local/directories/directories.ts';
import { packageDirOf } from '../../local/stack/packaging.ts';
import { checkVersion } from '../../src/operator/doctor/check-version.ts';
import { createClients } from '../../src/operator/stack/clients.ts';
import type { StackOutputs } from '../../src/operator/stack/stack-outputs.ts';
import { version } from '../../src/operator/version.ts';
import { answerInstead } from '../support/aws/client-middleware.ts';
import { type OperatedStack, startOperatedStack } from '../support/operator/operated-stack.ts';

type Variables = Readonly<Record<string, string>>;

const [major] = version.split('.');
const EARLIER = '0.0.9';
// As text, it would be earlier than most.
const LATER = `${major}.100.0`;

describe.each(TARGETS)('the version of a stack that is packaged for %s', (target) => {
  let service: OperatedStack;
  let provision: Variables;

  beforeAll(async () => {
    const packageDir = packageDirOf(target);
    service = await startOperatedStack({ packageDir, consume: false });
    const { clients, outputs } = service.operated;
    const { Environment } = await clients.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: outputs.ProvisionFunctionName }),
    );
    provision = Environment?.Variables ?? {};
  });
  afterAll(() => service.stop());

  /** Checks the stack as if it had been deployed with these versions and variables of its function. */
  async function check(Version: string | undefined, given: { readonly provision: Variables }) {
    const { operated, environment } = service;
    const { Version: _, ...others } = operated.outputs;
    const outputs: StackOutputs = { ...others, ...(Version !== undefined && { Version }) };
    const clients = createClients({ environment });
    answerInstead(clients.lambda, () => ({ Environment: { Variables: given.provision } }));
    const findings = await checkVersion({ ...operated, outputs, clients });
    clients.destroy();
    return findings;
  }

  test('is that of this joiner, as it was deployed', async () => {
    expect(await checkVersion(service.operated)).toEqual([
      { check: 'version', state: 'ok', found: `is ${version}, as that of this joiner` },
    ]);
  });

  test('can be upgraded without a change of settings where they are the same', async () => {
    const [found] = await check(EARLIER, {
      provision: { ...provision, JOINER_VERSION: EARLIER },
    });

    expect(found).toEqual({
      check: 'version',
      state: 'ok',
      found: `is ${EARLIER}. Upgrade: ${EARLIER} → ${version}, with the same settings; CHANGELOG.md says what else`,
    });
  });

  test('can be upgraded with the settings that are new, and those that go', async () => {
    const { RECORD_DAYS: _, SINGLE_NAME: __, ...others } = provision;
    const [found] = await check(EARLIER, {
      provision: { ...others, JOINER_VERSION: EARLIER, FORMER_SETTING: 'text' },
    });

    expect(found).toEqual({
      check: 'version',
      state: 'ok',
      found: `is ${EARLIER}. Upgrade: ${EARLIER} → ${version}, new settings: SINGLE_NAME, RECORD_DAYS; no longer read: FORMER_SETTING; CHANGELOG.md says what else`,
    });
  });

  test('is an earlier one where neither template nor function has a version', async () => {
    const { JOINER_VERSION: _, ...others } = provision;

    expect(await check(undefined, { provision: others })).toEqual([
      {
        check: 'version',
        state: 'ok',
        found: `is an earlier one, which the stack does not name. Upgrade to ${version}, with the same settings; CHANGELOG.md says what else`,
      },
    ]);
  });

  test('asks for an upgrade of the command line where it is later', async () => {
    expect(await check(LATER, { provision: { ...provision, JOINER_VERSION: LATER } })).toEqual([
      {
        check: 'version',
        state: 'ok',
        found: `is ${LATER}, later than that of this joiner, ${version}: upgrade the command line`,
      },
    ]);
  });

  test('is a problem where the code is of another version than the template', async () => {
    const earlier = { ...provision, JOINER_VERSION: EARLIER };

    expect(await check(LATER, { provision: earlier })).toEqual([
      {
        check: 'version',
        state: 'problem',
        found: `differs: the template is ${LATER}, the function that provisions is ${EARLIER}`,
        remedy: 'Deploy the stack again, with the template and the code of one version.',
      },
    ]);
  });

  test('is a problem where only the function says its version', async () => {
    expect(await check(undefined, { provision })).toEqual([
      expect.objectContaining({
        state: 'problem',
        found: `differs: the template is of an earlier version, the function that provisions is ${version}`,
      }),
    ]);
  });
});
