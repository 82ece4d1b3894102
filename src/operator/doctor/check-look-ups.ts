import { readStackSettings, type Stack } from '../stack/stack.ts';
import { type Finding, notChecked, ok, problem } from './finding.ts';
import { readServiceProviderConfig } from './read-service-provider-config.ts';

/** Whether a SCIM server finds users by a filter. Other directories need no check. */
export async function checkLookUps(stack: Stack, signal: AbortSignal): Promise<readonly Finding[]> {
  const check = 'look-ups';
  const { scimClient } = await readStackSettings(stack);
  if (!scimClient) return [];
  const config = await readServiceProviderConfig(scimClient, signal);
  // A failed call is the finding of the check of the directory.
  if (config.kind !== 'read')
    return [notChecked(check, 'the SCIM server does not say whether it filters')];
  if (config.filters) return [ok(check, 'use a filter')];
  return [
    problem(
      check,
      'read every user, as the SCIM server has no filters',
      'Turn filters on there: without them, every conflict reads all users.',
    ),
  ];
}
