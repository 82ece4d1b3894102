import type { SettingRules } from '../contracts/setting-rules.ts';
import type { Target } from '../provisioning/ports.ts';
import type { ClientSettings } from '../runtime/aws-clients.ts';
import { type Settings, settingsFor } from '../runtime/settings.ts';
import { target as finspace } from '../runtime/targets/finspace.ts';
import { target as identityCenter } from '../runtime/targets/identity-center.ts';
import { target as scim } from '../runtime/targets/scim.ts';
import type { TargetModule } from '../runtime/targets/target-module.ts';
import { UnreachableError } from './unreachable-error.ts';

export interface DeployedSettings extends Omit<Settings, 'ofTarget'> {
  /** The directory that the function creates accounts in. */
  readonly target: Target;
}

type Reading = (env: NodeJS.ProcessEnv, clientSettings: ClientSettings) => DeployedSettings;

/** Nobody counts an operator's calls. */
const watch = { clock: { now: () => Date.now() }, onCall: () => {} };

/** By what TARGET says. */
const READINGS: Readonly<Record<string, Reading>> = {
  [finspace.kind]: readingOf(finspace),
  [identityCenter.kind]: readingOf(identityCenter),
  [scim.kind]: readingOf(scim),
};

/**
 * The settings that a function runs with, whichever directory it was packaged for.
 * @throws SettingsError as the function would
 */
export const readDeployedSettings: Reading = (env, clientSettings) => {
  const read = READINGS[env['TARGET'] ?? finspace.kind];
  if (read) return read(env, clientSettings);
  throw new UnreachableError(
    'The function creates accounts in a kind of directory that this joiner does not know. Take the joiner of the release that the stack was deployed from.',
  );
};

function readingOf<Rules extends SettingRules>(module: TargetModule<Rules>): Reading {
  const parse = settingsFor(module);
  return (env, clientSettings) => {
    const { ofTarget, ...settings } = parse(env);
    return { ...settings, target: module.create(ofTarget, watch, clientSettings) };
  };
}
