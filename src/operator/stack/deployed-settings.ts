import type { SettingRules, SettingValues } from '../../contracts/setting-rules.ts';
import type { Target } from '../../provisioning/ports.ts';
import type { ClientSettings } from '../../runtime/aws-clients.ts';
import { type Settings, SettingsError, settingsFor } from '../../runtime/settings.ts';
import { target as finspace } from '../../runtime/targets/finspace.ts';
import { target as identityCenter } from '../../runtime/targets/identity-center.ts';
import { scimClient as createClient, target as scim } from '../../runtime/targets/scim.ts';
import type { TargetModule } from '../../runtime/targets/target-module.ts';
import type { ScimClient } from '../../targets/scim/client.ts';

export interface DeployedSettings extends Omit<Settings, 'ofTarget'> {
  /** The directory that the function creates accounts in. */
  readonly target: Target;
  /** The client of that directory, where it speaks SCIM: its server can tell what it is able to do. */
  readonly scimClient?: ScimClient;
}

type Reading = (env: NodeJS.ProcessEnv, clientSettings: ClientSettings) => DeployedSettings;

/** Nobody counts an operator's calls. */
const watch = { clock: { now: () => Date.now() }, onCall: () => {} };

/** By what TARGET says. */
const READINGS: Readonly<Record<string, Reading>> = {
  [finspace.kind]: readingOf(finspace),
  [identityCenter.kind]: readingOf(identityCenter),
  [scim.kind]: readingOf(scim, (values, clientSettings) => ({
    scimClient: createClient(values, clientSettings),
  })),
};

export const KNOWN_TARGETS = Object.keys(READINGS);

/**
 * The settings that a function runs with, whichever directory it was packaged for.
 * @throws SettingsError as the function would, or for a directory that is not known here
 */
export const readDeployedSettings: Reading = (env, clientSettings) => {
  const read = READINGS[env['TARGET'] ?? finspace.kind];
  if (read) return read(env, clientSettings);
  throw new SettingsError([
    `TARGET must name a directory that Joiner knows: ${KNOWN_TARGETS.join(', ')}`,
  ]);
};

function readingOf<Rules extends SettingRules>(
  module: TargetModule<Rules>,
  ownOf: (
    values: SettingValues<Rules>,
    clientSettings: ClientSettings,
  ) => Pick<DeployedSettings, 'scimClient'> = () => ({}),
): Reading {
  const parse = settingsFor(module);
  return (env, clientSettings) => {
    const { ofTarget, ...settings } = parse(env);
    const target = module.create(ofTarget, watch, clientSettings);
    return { ...settings, target, ...ownOf(ofTarget, clientSettings) };
  };
}
