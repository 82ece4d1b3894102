// What moto's CloudFormation leaves undone, and AWS's does: each is made up for by the smallest call. The page of the walk
// lists them.
import { parse } from 'yaml';

/** Runs a command in the folder of the first release, and returns what it wrote. */
type Run = (command: string) => Promise<string>;

/** The code of the function of the audit has the version in it. */
const WITH_AUDIT = 'AuditSchedule=rate(1 day)';

/**
 * moto takes every parameter that was not given before for a changed one, and updates what refers to it, even where its
 * condition is false. So all are given. It does so too where the code of a function has changed. And it creates every key as one for encryption: the key of the pseudonyms is
 * made without it, and given like that of another stack.
 */
export async function giveEverySetting(run: Run): Promise<void> {
  const settings: readonly string[] = JSON.parse(await run('cat ../settings.json'));
  const given = [...settings, WITH_AUDIT];
  const { Parameters } = parse(await run('cat joiner-identity-center.yml'), { logLevel: 'silent' });
  const key = await run(
    'aws kms create-key --key-spec HMAC_256 --key-usage GENERATE_VERIFY_MAC --query KeyMetadata.Arn --output text',
  );
  const names = new Set(['PseudonymKeyArn', ...given.map((setting) => setting.split('=')[0])]);
  const defaults = Object.entries<{ Default?: unknown }>(Parameters)
    .filter(([name]) => !names.has(name))
    .map(([name, { Default }]) => `${name}=${Default}`);
  const all = [...given, ...defaults, `PseudonymKeyArn=${key}`];
  await run(`cat > ../settings.json <<'END'\n${JSON.stringify(all, null, 2)}\nEND`);
}

/** moto computes no outputs after a change set. An update without one, to the same template, does. */
export async function computeOutputs(run: Run): Promise<void> {
  await run(
    'aws cloudformation update-stack --stack-name joiner-prod --use-previous-template --capabilities CAPABILITY_IAM',
  );
}
