import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { settingNamesFor } from '../stack/deployed-settings.ts';
import type { Stack } from '../stack/stack.ts';
import { version as ownVersion } from '../version.ts';
import { type Finding, ok, problem } from './finding.ts';

const CHECK = 'version';
/** What a function has beside the settings that Joiner reads: for the SDK, and for its log and metrics. */
const NO_SETTING = /^(AWS_|POWERTOOLS_|JOINER_VERSION$)/;

type Variables = Readonly<Record<string, string>>;

/**
 * Whether the stack is deployed as a whole, by the versions of its template and its function; and what an upgrade to
 * the version of this command line would change.
 */
export async function checkVersion(stack: Stack): Promise<readonly Finding[]> {
  const { Version, ProvisionFunctionName } = stack.outputs;
  const variables = await variablesOf(stack, ProvisionFunctionName);
  const { JOINER_VERSION } = variables;
  return [
    JOINER_VERSION === Version
      ? wholeFinding(Version, variables)
      : mixedFinding(Version, JOINER_VERSION),
  ];
}

async function variablesOf({ clients }: Stack, FunctionName: string): Promise<Variables> {
  const { Environment } = await clients.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName }),
  );
  return Environment?.Variables ?? {};
}

/** Half an upgrade: an update of the stack that failed, or one part that was deployed by itself. */
function mixedFinding(ofTemplate: string | undefined, ofFunction: string | undefined): Finding {
  const inWords = (version = 'of an earlier version') => version;
  return problem(
    CHECK,
    `differs: the template is ${inWords(ofTemplate)}, the function that provisions is ${inWords(ofFunction)}`,
    'Deploy the stack again, with the template and the code of one version.',
  );
}

function wholeFinding(deployed: string | undefined, variables: Variables): Finding {
  if (deployed === ownVersion) return ok(CHECK, `is ${deployed}, as that of this joiner`);
  if (deployed !== undefined && isLater(deployed, ownVersion))
    return ok(
      CHECK,
      `is ${deployed}, later than that of this joiner, ${ownVersion}: upgrade the command line`,
    );
  const upgrade =
    deployed === undefined
      ? `is an earlier one, which the stack does not name. Upgrade to ${ownVersion}`
      : `is ${deployed}. Upgrade: ${deployed} → ${ownVersion}`;
  return ok(CHECK, `${upgrade}, ${changesText(variables)}; CHANGELOG.md says what else`);
}

/** Settings by the names that the function has them under, which do not depend on how the stack is deployed. */
function changesText(variables: Variables): string {
  const names = settingNamesFor(variables['TARGET'] ?? '');
  if (names === undefined) return 'which does not know the directory';
  const deployed = Object.keys(variables).filter((name) => !NO_SETTING.test(name));
  const added = names.filter((name) => !deployed.includes(name));
  const gone = deployed.filter((name) => !names.includes(name));
  const changes = [
    ...(added.length === 0 ? [] : [`new settings: ${added.join(', ')}`]),
    ...(gone.length === 0 ? [] : [`no longer read: ${gone.join(', ')}`]),
  ];
  return changes.length === 0 ? 'with the same settings' : changes.join('; ');
}

function isLater(version: string, than: string): boolean {
  return version.localeCompare(than, 'en', { numeric: true }) > 0;
}
