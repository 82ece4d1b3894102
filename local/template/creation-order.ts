import { references } from './references.ts';
import {
  type JsonObject,
  type Template,
  TemplateError,
  type TemplateResource,
} from './template.ts';

/**
 * The logical ids of a template's resources, each after those that it refers to or depends on.
 *
 * @throws TemplateError when resources depend on each other in a circle; the message shows the circle
 */
export function creationOrder(resources: Template['Resources']): readonly string[] {
  const ordered = new Set<string>();

  function visit(logicalId: string, path: readonly string[]): void {
    const resource = resources[logicalId];
    if (!resource || ordered.has(logicalId)) return;
    if (path.includes(logicalId))
      throw new TemplateError(
        `Circular dependency between resources: ${[...path, logicalId].join(' → ')}`,
      );
    for (const name of dependencies(resource)) visit(name, [...path, logicalId]);
    ordered.add(logicalId);
  }

  for (const logicalId of Object.keys(resources)) visit(logicalId, []);
  return [...ordered];
}

function dependencies({ Properties, DependsOn = [] }: TemplateResource): readonly string[] {
  const properties: JsonObject = Properties ?? {};
  return [...references(properties), ...[DependsOn].flat()];
}
