import { basename, join } from 'node:path';
import type { Template } from '../template/template.ts';
import { withValues } from '../template/with-values.ts';
import { type ServicePackage, targetOf } from './service-package.ts';

export interface Release {
  readonly template: Template;
  /** The folder of the zips. */
  readonly codeDir: string;
  readonly region: string;
  /** Of the template's parameters; those without a default are required. */
  readonly values: Readonly<Record<string, string>> & { readonly Stage: string };
}

/**
 * A template with parameters as the local stack runs it: the release that is deployed without this repository.
 * @throws TemplateError when the template has no such parameter
 */
export function releasedPackage({ template, codeDir, region, values }: Release): ServicePackage {
  return {
    template: withValues(template, values),
    stackName: `joiner-${values.Stage}`,
    region,
    target: targetOf(template),
    groups: [],
    archivePath: (s3Key) => join(codeDir, basename(s3Key)),
  };
}
