import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Target } from '../../src/provisioning/ports.ts';
import type { UsersStore } from '../../src/provisioning/users-store.ts';
import { hire } from '../support/bodies/hires.ts';
import { type EngineHarness, startEngineHarness } from '../support/engine/engine-harness.ts';

let engine: EngineHarness;
beforeEach(async () => {
  engine = await startEngineHarness();
});
afterEach(() => engine.stop());

/** The target of the function, and what became of it, in order. */
function recorded(changes: Partial<Target> = {}) {
  const calls: string[] = [];
  const { target } = engine.compose();
  const create: Target['create'] = async (...args) => {
    const result = await target.create(...args);
    calls.push('create');
    return result;
  };
  const endInvocation = async () => void calls.push('endInvocation');
  return { calls, target: { ...target, create, endInvocation, ...changes } };
}

test('the end of an invocation reaches the directory once its work has ended', async () => {
  const { calls, target } = recorded();
  await engine.deliver([{ body: hire() }], { ports: { target } });

  expect(calls).toEqual(['create', 'endInvocation']);
});

test('the directory is announced a creation before the claim, so that connections open meanwhile', async () => {
  const { calls, target } = recorded({ expectCreate: () => void calls.push('expectCreate') });
  const { store } = engine.compose();
  const claim: UsersStore['claim'] = async (...args) => {
    calls.push('claim');
    return store.claim(...args);
  };
  await engine.deliver([{ body: hire() }], { ports: { target, store: { ...store, claim } } });

  expect(calls).toEqual(['expectCreate', 'claim', 'create', 'endInvocation']);
});

test('an invocation that fails ends too', async () => {
  const { calls, target } = recorded();
  const completionEvents = { publish: () => Promise.reject(new Error('not foreseen')) };
  const delivered = engine.deliver([{ body: hire() }], { ports: { target, completionEvents } });

  await expect(delivered).rejects.toThrow('not foreseen');
  expect(calls).toEqual(['create', 'endInvocation']);
});
