import type { SettingRules, SettingValues } from '../../contracts/setting-rules.ts';
import type { Target } from '../../provisioning/ports.ts';
import type { ClientSettings } from '../../runtime/aws-clients.ts';
import { createReader as finspaceReader } from '../../runtime/readers/finspace.ts';
import { createReader as identityCenterReader } from '../../runtime/readers/identity-center.ts';
import { createReader as scimReader } from '../../runtime/readers/scim.ts';
import { SettingsError } from '../../runtime/setting.ts';
import { type Settings, settingNames, settingsFor } from '../../runtime/settings.ts';
import { target as finspace } from '../../runtime/targets/finspace.ts';
import { target as identityCenter } from '../../runtime/targets/identity-center.ts';
import { scimClient as createClient, target as scim } from '../../runtime/targets/scim.ts';
import type { TargetModule } from '../../runtime/targets/target-module.ts';
import type { DirectoryReader } from '../../targets/directory-reader.ts';
import type { ScimClient } from '../../targets/scim/client.ts';
import {
  finspaceGroups,
  type GroupLookUp,
  identityCenterGroups,
  scimGroups,
} from './group-look-ups.ts';

export interface DeployedSettings extends Omit<Settings, 'ofTarget'> {
  /** The directory that the function creates accounts in. */
  readonly target: Target;
  /** The client of a SCIM directory: its server can describe what it supports. */
  readonly scimClient?: ScimClient;
  /** How the directory is asked for a group; absent where it cannot be. */
  readonly groupLookUp?: GroupLookUp;
  /** Reads all of the directory. */
  readonly reader: DirectoryReader;
}

type ReadSettings = (env: NodeJS.ProcessEnv, clientSettings: ClientSettings) => DeployedSettings;

/** An operator's calls are not counted. */
const observer = { clock: { now: () => Date.now() }, onCall: () => {} };

/** By the value of TARGET. */
const READERS: Readonly<Record<string, ReadSettings>> = {
  [finspace.kind]: readerOf(finspace, (values, clientSettings) => ({
    groupLookUp: finspaceGroups(clientSettings),
    reader: finspaceReader(values, clientSettings),
  })),
  [identityCenter.kind]: readerOf(identityCenter, (values, clientSettings) => ({
    groupLookUp: identityCenterGroups(values.IDENTITY_STORE_ID, clientSettings),
    reader: identityCenterReader(values, clientSettings),
  })),
  [scim.kind]: readerOf(scim, (values, clientSettings) => {
    const scimClient = createClient(values, clientSettings);
    const reader = scimReader(values, clientSettings, scimClient);
    return { scimClient, groupLookUp: scimGroups(scimClient), reader };
  }),
};

export const KNOWN_TARGETS = Object.keys(READERS);

/** The settings that this version deploys a function with; undefined for a directory that it does not know. */
export function settingNamesFor(kind: string): readonly string[] | undefined {
  if (kind === finspace.kind) return settingNames(finspace);
  if (kind === identityCenter.kind) return settingNames(identityCenter);
  return kind === scim.kind ? settingNames(scim) : undefined;
}

/**
 * The settings that a function runs with, whichever directory it was packaged for.
 * @throws {SettingsError} as the function would, or for an unknown target
 */
export const readDeployedSettings: ReadSettings = (env, clientSettings) => {
  const read = READERS[env['TARGET'] ?? finspace.kind];
  if (read) return read(env, clientSettings);
  throw new SettingsError([
    `TARGET must name a directory that Joiner knows: ${KNOWN_TARGETS.join(', ')}`,
  ]);
};

function readerOf<Rules extends SettingRules>(
  module: TargetModule<Rules>,
  ownOf: (
    values: SettingValues<Rules>,
    clientSettings: ClientSettings,
  ) => Pick<DeployedSettings, 'scimClient' | 'groupLookUp' | 'reader'>,
): ReadSettings {
  const parse = settingsFor(module);
  return (env, clientSettings) => {
    const { ofTarget, ...settings } = parse(env);
    const target = module.create(ofTarget, observer, clientSettings);
    return { ...settings, target, ...ownOf(ofTarget, clientSettings) };
  };
}
