import type { ReleaseTemplate } from '../../../release/template/release-template.ts';
import { templateWithoutCode } from '../../../release/template/write-templates.ts';
import { packageInOneProcess } from '../../package/service-configuration.ts';

const templates = new Map<string, Promise<ReleaseTemplate>>();

/** The template of a directory, without code; packaged once. */
export function releasedTemplate(target: string): Promise<ReleaseTemplate> {
  const known = templates.get(target);
  if (known) return known;
  const template = templateWithoutCode({ target }, packageInOneProcess);
  templates.set(target, template);
  return template;
}
