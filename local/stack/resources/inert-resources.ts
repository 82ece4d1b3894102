import { generatedName, inert, type ResourceType } from './resource-type.ts';

/** The permissions of a function. Not enforced here. */
export const role: ResourceType = inert(({ logicalId, properties }, { identity }) => {
  const { RoleName, Path } = properties;
  const name = typeof RoleName === 'string' ? RoleName : generatedName(identity, logicalId);
  const path = typeof Path === 'string' ? Path : '/';
  return {
    ref: name,
    attributes: { Arn: `arn:aws:iam::${identity.accountId}:role${path}${name}`, RoleId: name },
  };
});

/** A log group. Its lines are in memory, and go to the process that started the stack. Nothing expires. */
export const logGroup: ResourceType = inert(
  ({ logicalId, properties }, { identity, createLogGroup }) => {
    const { LogGroupName } = properties;
    const name =
      typeof LogGroupName === 'string' ? LogGroupName : generatedName(identity, logicalId);
    const { region, accountId } = identity;
    createLogGroup(name);
    return {
      ref: name,
      attributes: { Arn: `arn:aws:logs:${region}:${accountId}:log-group:${name}:*` },
    };
  },
);

/** A published version of a function. Only the newest code exists here. */
export const functionVersion: ResourceType = inert(({ properties }, { identity }) => {
  const { region, accountId } = identity;
  const name = String(properties['FunctionName']);
  return {
    ref: `arn:aws:lambda:${region}:${accountId}:function:${name}:1`,
    attributes: { Version: '1' },
  };
});

/** A name of a key. Here, keys are found by their ARN only. */
export const keyAlias: ResourceType = inert(({ properties }) => ({
  ref: String(properties['AliasName']),
  attributes: {},
}));

/** Alarms, dashboards and log queries. Here, nothing collects metrics or runs queries. */
export const monitoring: ResourceType = inert(({ logicalId }, { identity }) => ({
  ref: generatedName(identity, logicalId),
  attributes: {},
}));

/** Permission for a service to invoke a function. Here, all may. */
export const functionPermission: ResourceType = inert(({ logicalId }, { identity }) => ({
  ref: generatedName(identity, logicalId),
  attributes: {},
}));

/** Who may do what with a bucket. Here, all may do everything. */
export const bucketPolicy: ResourceType = inert(({ logicalId }, { identity }) => ({
  ref: generatedName(identity, logicalId),
  attributes: {},
}));
