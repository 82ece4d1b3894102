import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { TARGETS } from '../../../local/directories/directories.ts';
import { packageTemplate } from '../../../release/template/package.ts';
import { parameterNameOf, SETTINGS } from '../../../release/template/settings.ts';
import { templateWithoutCode } from '../../../release/template/write-templates.ts';
import { packageInOneProcess } from '../../package/service-configuration.ts';
import { DEPLOYMENTS } from '../../support/package/deployment-values.ts';
import { type ResolvedStack, resolvedStack } from '../../support/package/resolved-stack.ts';
import { releasedTemplate } from './released-template.ts';

const { signal } = new AbortController();
const deployment = { Stage: 'prod', CodeBucket: 'code' };

/** In the two ways to deploy, this differs: what the framework keeps its zips in, and where the code is. */
function withoutCode({ resources, outputs }: ResolvedStack): ResolvedStack {
  const kept = Object.entries(resources)
    .filter(([logicalId]) => !logicalId.startsWith('ServerlessDeploymentBucket'))
    .map(([logicalId, resource]) => {
      const { Code: _, ...properties } = Object(resource.Properties);
      const after = resource.after.filter((name) => name !== 'ServerlessDeploymentBucket');
      return [logicalId, { ...resource, after, Properties: properties }] as const;
    });
  const { ServerlessDeploymentBucketName: _, ...others } = outputs;
  return { resources: Object.fromEntries(kept), outputs: others };
}

export function describeSameResources(): void {
  describe.each(TARGETS)('the template of %s', (target) => {
    const { unsupported = [] } = parse(readFileSync(`resources/targets/${target}.yml`, 'utf8'), {
      logLevel: 'silent',
    });

    test.each(Object.entries(DEPLOYMENTS))(
      'deploys the resources of the packaged service: %s',
      async (_, values) => {
        const supported = Object.entries(values).filter(([name]) => !unsupported.includes(name));
        const { Parameters, ...rest } = await releasedTemplate(target);
        const ofTemplate = supported
          .map(([name, value]) => [parameterNameOf(name), value] as const)
          .filter(([name]) => name in Parameters);

        const parameters = Object.fromEntries(supported);
        const packaged = await packageTemplate(
          { target, stage: 'prod', parameters, signal },
          packageInOneProcess,
        );
        const released = resolvedStack(
          { ...rest, Parameters },
          { ...deployment, ...Object.fromEntries(ofTemplate) },
        );

        expect(withoutCode(released)).toEqual(withoutCode(resolvedStack(packaged, {})));
        expect(Object.keys(released.resources).length).toBeGreaterThan(50);
      },
    );
  });

  test.each(TARGETS)(
    'with rules of groups, the template of %s deploys the same alarms and grants',
    async (target) => {
      const rules = `events/access-rules/${target}.yml`;
      const values = { ...DEPLOYMENTS['only what is required'], grantsPerGroupPerHour: '17' };
      const template = await templateWithoutCode({ target, rules }, packageInOneProcess);
      const ofTemplate = Object.entries(values)
        .map(([name, value]) => [parameterNameOf(name), value] as const)
        .filter(([name]) => name in template.Parameters);

      const packaged = await packageTemplate(
        { target, stage: 'prod', parameters: { ...values, accessRules: rules }, signal },
        packageInOneProcess,
      );
      const released = resolvedStack(template, {
        ...deployment,
        ...Object.fromEntries(ofTemplate),
      });

      expect(withoutCode(released)).toEqual(withoutCode(resolvedStack(packaged, {})));
      expect(released.outputs['AccessRulesVersion']).toMatch(/^[0-9a-f]{64}$/);
    },
  );

  test('everything is on with another value of each parameter than by default', () => {
    const { params } = parse(readFileSync('serverless.yml', 'utf8'), { logLevel: 'silent' });
    const on = DEPLOYMENTS['everything on'] ?? {};
    const asByDefault = Object.entries(SETTINGS)
      .filter(([, { onlyWithRules }]) => !onlyWithRules)
      .filter(([name]) => on[name] === undefined || on[name] === String(params.default[name]));

    expect(asByDefault).toEqual([]);
  });
}
