import { mkdirSync, writeFileSync } from 'node:fs';
import { jsonSchemas } from './json-schemas.ts';

const directory = new URL('../../schemas/', import.meta.url);

mkdirSync(directory, { recursive: true });
for (const [fileName, schema] of Object.entries(jsonSchemas())) {
  writeFileSync(new URL(fileName, directory), `${JSON.stringify(schema, null, 2)}\n`);
}
