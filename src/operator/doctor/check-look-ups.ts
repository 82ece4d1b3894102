import { readStackSettings, type Stack } from '../stack/stack.ts';
import { amiss, type Finding, notChecked, ok } from './finding.ts';
import { readServiceProviderConfig } from './read-service-provider-config.ts';

/** Whether a SCIM server finds users by a filter; of other directories it is known what they do. */
export async function checkLookUps(stack: Stack, signal: AbortSignal): Promise<readonly Finding[]> {
  const check = 'look-ups';
  const { scimClient } = await readStackSettings(stack);
  if (!scimClient) return [];
  const config = await readServiceProviderConfig(scimClient, signal);
  // CallFailure: that is the finding about the directory.
  if (config.kind !== 'told') return [notChecked(check, 'the SCIM server does not tell')];
  if (config.filters) return [ok(check, 'use a filter')];
  return [
    amiss(
      check,
      'read every user, as the SCIM server says that it has no filter',
      'Have filters turned on there: without, each conflict takes the longer the more users there are.',
    ),
  ];
}
