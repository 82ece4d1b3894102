import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';

const { permissions, jobs } = parse(readFileSync('.github/workflows/ci.yml', 'utf8'));
const steps: readonly { readonly uses?: string; readonly run?: string }[] = jobs.check.steps;

test('the workflow runs what CI runs, and nothing else', () => {
  expect(steps.flatMap(({ run }) => run ?? [])).toEqual(['.ci/run']);
});

test('the workflow pins each action by its commit, and may only read', () => {
  const actions = steps.flatMap(({ uses }) => uses ?? []);

  expect(actions.length).toBeGreaterThan(0);
  expect(actions.filter((action) => !/^[\w/-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
  expect(permissions).toEqual({ contents: 'read' });
});
