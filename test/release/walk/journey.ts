import { installCommands } from './install-commands.ts';
import { computeOutputs, giveEverySetting } from './moto-gaps.ts';
import type { End, Step } from './shell.ts';

export const DEPLOYED =
  "aws lambda get-function-configuration --function-name joiner-prod-provisionUser --query '[CodeSha256,Environment.Variables.CREATIONS_PER_HOUR]' --output text";

const USERS_TABLE = `aws cloudformation describe-stacks --stack-name joiner-prod --query "Stacks[0].Outputs[?OutputKey=='UsersTableName'].OutputValue" --output text`;
const SETTINGS = "cat > ../settings.json <<'END'";
const DEPLOY = 'aws cloudformation deploy ';
/** Once for a stack. */
const FIRST_TIME_ONLY = [SETTINGS, 'aws s3 mb '];
const OTHER_SETTING = "sed -i 's/CreationsPerHour=200/CreationsPerHour=300/' ../settings.json";

type Run = (command: string, folder: string) => Promise<End>;

/** The commands of `install.md` in two release folders, and a few that show what they did. */
export async function installUpgradeRemove(
  { first, second }: { readonly first: string; readonly second: string },
  runIn: Run,
): Promise<readonly Step[]> {
  const steps: Step[] = [];
  const stepsIn = (release: string) => async (section: string, command: string) => {
    steps.push({ release, section, command, ...(await runIn(command, release)) });
  };
  /** What is not a step. */
  const aside = async (command: string) => {
    const { output, exitCode } = await runIn(command, first);
    if (exitCode !== 0) throw new Error(`${command} ended with ${exitCode}:\n${output}`);
    return output.trim();
  };
  const before = stepsIn(first);
  const after = stepsIn(second);
  const commands = installCommands(await aside('cat install.md'));
  const laterCommands = installCommands(await aside(`cat ../${second}/install.md`));

  for (const { section, command } of commands.filter(({ section }) => /^\d/.test(section))) {
    await before(section, command);
    if (command.startsWith(SETTINGS)) await giveEverySetting(aside);
    if (command.startsWith(DEPLOY)) await computeOutputs(aside);
  }
  await before('What came of it', 'joiner status ada.okafor@example.com --stack joiner-prod');
  await before('What came of it', DEPLOYED);
  const table = await aside(USERS_TABLE);

  await after('Upgrade', OTHER_SETTING);
  for (const { section, command } of laterCommands) {
    if (!/^[1-4]/.test(section) || FIRST_TIME_ONLY.some((start) => command.startsWith(start)))
      continue;
    await after('Upgrade', command);
    if (command.startsWith(DEPLOY)) await computeOutputs(aside);
  }
  await after('Upgrade', DEPLOYED);

  for (const { section, command } of laterCommands)
    if (section === 'Remove') await after(section, command);
  await after(
    'Remove',
    `aws dynamodb describe-table --table-name ${table} --query Table.TableStatus`,
  );
  return steps;
}
