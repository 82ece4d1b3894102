import { mkdirSync, writeFileSync } from 'node:fs';
import { jsonSchemas } from './json-schemas.ts';

const directory = new URL('../../schemas/', import.meta.url);

mkdirSync(directory, { recursive: true });
for (const [fileName, schema] of Object.entries(jsonSchemas())) {
  writeFileSync(new URL(fileName, directory), `${asciiJson(schema)}\n`);
}

/** A pattern names characters that no editor should show. */
function asciiJson(value: unknown): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value, null, 2).replace(/[\x7f-\uffff]/g, escaped);
}
