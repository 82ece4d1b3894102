import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readAudit } from './audit.ts';
import { BILL_OF_MATERIALS } from './bill-of-materials.ts';

const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

// Its exit code counts packages that do not ship, too.
const { stdout } = spawnSync('npm', ['audit', '--json'], { encoding: 'utf8' });
const { lines, isVulnerable } = readAudit(
  stdout,
  readJson(BILL_OF_MATERIALS),
  readJson('package-lock.json'),
);
for (const line of lines) console.log(line);
process.exitCode = isVulnerable ? 1 : 0;
