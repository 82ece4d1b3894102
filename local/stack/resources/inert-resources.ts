import { TemplateError } from '../../template/template.ts';
import { generatedName, keeps, type ResourceType } from './resource-type.ts';

/** What a function may do. Nothing enforces it here. */
export const role: ResourceType = keeps(({ logicalId, properties }, { identity }) => {
  const { RoleName, Path } = properties;
  const name = typeof RoleName === 'string' ? RoleName : generatedName(identity, logicalId);
  const path = typeof Path === 'string' ? Path : '/';
  return {
    ref: name,
    attributes: { Arn: `arn:aws:iam::${identity.accountId}:role${path}${name}`, RoleId: name },
  };
});

/** How long logs are kept. Here they go to whoever started the stack, and nowhere else. */
export const logGroup: ResourceType = keeps(({ logicalId, properties }, { identity }) => {
  const { LogGroupName } = properties;
  const name = typeof LogGroupName === 'string' ? LogGroupName : generatedName(identity, logicalId);
  const { region, accountId } = identity;
  return {
    ref: name,
    attributes: { Arn: `arn:aws:logs:${region}:${accountId}:log-group:${name}:*` },
  };
});

/** A published version of a function. Here there is only the newest code. */
export const functionVersion: ResourceType = keeps(({ properties }, { identity }) => {
  const { region, accountId } = identity;
  const name = String(properties['FunctionName']);
  return {
    ref: `arn:aws:lambda:${region}:${accountId}:function:${name}:1`,
    attributes: { Version: '1' },
  };
});

/** The bucket that a deployment uploads the code to. Here the code is read from the package. */
export const deploymentBucket: ResourceType = keeps(({ logicalId }, { identity }) => {
  if (logicalId !== 'ServerlessDeploymentBucket')
    throw new TemplateError(
      `Resources.${logicalId}: the local stack has no S3; only the framework's own deployment bucket is left out`,
    );
  const name = generatedName(identity, logicalId).toLowerCase();
  return { ref: name, attributes: { Arn: `arn:aws:s3:::${name}` } };
});

/** What watches a deployment. Here nothing collects metrics or keeps logs. */
export const watching: ResourceType = keeps(({ logicalId }, { identity }) => ({
  ref: generatedName(identity, logicalId),
  attributes: {},
}));

export const bucketPolicy: ResourceType = keeps(({ logicalId }, { identity }) => ({
  ref: generatedName(identity, logicalId),
  attributes: {},
}));
