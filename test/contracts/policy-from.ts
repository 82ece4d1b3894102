import type { Policy } from '../../src/contracts/policy.ts';
import { policyOf, policySettings } from '../../src/contracts/policy-settings.ts';
import { readSettings } from '../../src/contracts/setting-rules.ts';

/** The policy that an environment makes. */
export function policyFrom(env: Readonly<Record<string, string>>): Policy {
  const reading = readSettings(policySettings, env);
  if (reading.kind === 'invalid') throw new Error(reading.faults.join('\n'));
  return policyOf(reading.values);
}
