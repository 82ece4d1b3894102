import { type Template, TemplateError } from './template.ts';

/**
 * The template with values of its parameters in place of their defaults.
 * @throws TemplateError when the template has no such parameter
 */
export function withValues(template: Template, values: Readonly<Record<string, string>>): Template {
  const Parameters = { ...template.Parameters };
  for (const [name, Default] of Object.entries(values)) {
    const parameter = Parameters[name];
    if (!parameter) throw new TemplateError(`The template has no parameter ${name}`);
    Parameters[name] = { ...parameter, Default };
  }
  return { ...template, Parameters };
}
