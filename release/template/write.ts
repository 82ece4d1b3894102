import { writeTemplates } from './write-templates.ts';

const [folder = 'dist/templates'] = process.argv.slice(2);

for (const { path } of await writeTemplates(folder)) console.log(path);
