import { sendBodies } from '../aws/send-bodies.ts';
import { hire } from '../bodies/hires.ts';
import { writePackageVariant } from '../package/package-variant.ts';
import { startStackUnderFaults } from '../stack/stack-under-faults.ts';
import { auditWhile } from './audit-beside.ts';
import { drawFaults } from './drawn-faults.ts';
import {
  batchOf,
  employeeIdOf,
  type HireBatch,
  IN_ONE_GROUP,
  IN_THREE_GROUPS,
} from './hire-batch.ts';
import { createRandom, shuffled } from './seeded.ts';
import { takeStock } from './stock.ts';
import type { Tally } from './tally.ts';
import { type WatchedStack, watchGroups } from './watch-groups.ts';

const INSTANCES = 8;
const SHARE_OF_FAULTS = 0.05;
/** For one round of a large crowd on a slow machine. */
const ROUND_TIMEOUT_MS = 300_000;

/** As `--param maximumConcurrency=8` packages it. */
const eightInstances = {
  ProvisionUserEventSourceMapping: {
    ScalingConfig: { MaximumConcurrency: INSTANCES },
  },
};

/**
 * Sends every hire four times, in another letter case each time, to eight instances, with faults in
 * all calls. Audits are beside them, and one comes after: they must report nothing.
 */
export async function tryCrowd(
  target: string,
  crowd: { readonly hires: number; readonly seed: number },
): Promise<Tally> {
  const variant = await writePackageVariant(eightInstances, target);
  try {
    const service = watchGroups(await startStackUnderFaults({ packageDir: variant.packageDir }));
    return await provision(crowd, service).finally(service.stop);
  } finally {
    await variant.remove();
  }
}

async function provision(
  { hires, seed }: { readonly hires: number; readonly seed: number },
  service: WatchedStack,
): Promise<Tally> {
  const random = createRandom(seed);
  const batch = sentFourTimes(hires, random);
  const { sqs, stack } = service;
  await sendBodies(sqs, stack.outputs.NewHireQueueUrl, batch.bodies);
  const drawn = drawFaults(service.proxy, SHARE_OF_FAULTS, random);
  const {
    result: left,
    beside,
    reported,
  } = await auditWhile(service, () => service.consumeAll(ROUND_TIMEOUT_MS));
  service.proxy.onCall(() => undefined);

  const stock = await takeStock(batch, service);
  // A process starts only when every other one is busy.
  const instances = stack.functions.processes();
  const broken = [
    ...stock.broken,
    ...(left === 0 ? [] : [`${left} messages never end`]),
    ...(instances > 1 ? [] : ['only one instance was at work']),
    ...(beside > 0 ? [] : ['no audit was beside them']),
    ...reported,
  ];
  return {
    ...stock,
    fault: `a fault in 5 % of all calls: ${hires} hires, each sent four times, ${instances} instances`,
    injected: drawn(),
    lost: stock.lost + left,
    broken: broken.map((line) => `seed ${seed}: ${line}`),
  };
}

/** What every third hire has, and the next one: a third of them get three groups, a third one, a third none. */
const DEPARTMENTS = [IN_THREE_GROUPS, IN_ONE_GROUP, {}];

/** Two messages of one request, and one message of each of two others. */
const COPIES = [
  { request: 1, spelling: (address: string) => address },
  { request: 1, spelling: (address: string) => address.toUpperCase() },
  { request: 2, spelling: (address: string) => address.replace('person', 'Person') },
  { request: 3, spelling: (address: string) => address.replace('example', 'EXAMPLE') },
];

function sentFourTimes(hires: number, random: () => number): HireBatch {
  const id = 'crowd';
  const people = Array.from({ length: hires }, (_, index) => `${id}.person${index}@example.com`);
  const bodies = people.flatMap((person, index) =>
    COPIES.map(({ request, spelling }) =>
      JSON.stringify(
        hire({
          emailAddress: spelling(person),
          requestId: `${id}/${index}/${request}`,
          ...DEPARTMENTS[index % DEPARTMENTS.length],
          ...(index % 2 === 0 && { employeeId: employeeIdOf(id, index) }),
        }),
      ),
    ),
  );
  return batchOf(id, shuffled(bodies, random));
}
