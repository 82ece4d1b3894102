import { parseArgs } from 'node:util';
import { writeTemplate, writeTemplates } from './write-templates.ts';

const { values, positionals } = parseArgs({
  options: { target: { type: 'string' }, rules: { type: 'string' } },
  allowPositionals: true,
});
const { target, rules } = values;
const [folder = 'dist/templates'] = positionals;
if (rules !== undefined && target === undefined)
  throw new Error('--rules: name the directory of the groups, too, as --target');

const written =
  target === undefined
    ? await writeTemplates(folder)
    : [await writeTemplate({ target, rules }, folder)];
for (const { path } of written) console.log(path);
