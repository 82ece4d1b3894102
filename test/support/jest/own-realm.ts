import type { EnvironmentContext, JestEnvironment, JestEnvironmentConfig } from '@jest/environment';
import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';

/** What Jest keeps for a file where the next one would find it. */
const OF_ONE_FILE = ['TEST_TIMEOUT_SYMBOL', 'RETRY_TIMES'].map((name) => Symbol.for(name));
/** Node's own. Jest sets 100, but the SDK makes many errors, and each pays for its frames. */
const STACK_FRAMES = 10;

type Global = JestEnvironment['global'];

/**
 * Runs a test file with the globals of Node itself, as the functions run. In a realm of its own, an
 * error of a package or of Node would be no `instanceof Error`. The next file finds globals and
 * environment variables as this one did.
 */
// biome-ignore lint/style/noDefaultExport: Jest takes the default export of an environment.
export default class OwnRealm implements JestEnvironment {
  readonly global = globalThis as unknown as Global;
  readonly fakeTimers = null;
  readonly fakeTimersModern: ModernFakeTimers;
  readonly moduleMocker = new ModuleMocker(globalThis);
  readonly #putBack = keepGlobals();

  constructor({ projectConfig }: JestEnvironmentConfig, _: EnvironmentContext) {
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
    // A copy, so that the file may change it.
    process.env = { ...process.env };
  }

  async setup() {
    Error.stackTraceLimit = STACK_FRAMES;
  }

  async teardown() {
    this.fakeTimersModern.dispose();
    this.#putBack();
    for (const symbol of OF_ONE_FILE) Reflect.deleteProperty(globalThis, symbol);
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  /** None: `shared-packages.ts` evaluates modules in the realm of Node. */
  getVmContext() {
    return null;
  }
}

/**
 * Returns how to put back what a file, or Jest for it, has replaced or added. What has a symbol as its name stays:
 * packages that all files share keep their state there, and so does Jest.
 */
function keepGlobals(): () => void {
  const { env, exit, exitCode, getBuiltinModule } = process;
  const kept = Reflect.ownKeys(globalThis).flatMap((key) => {
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, key);
    return descriptor?.configurable && 'value' in descriptor ? [[key, descriptor] as const] : [];
  });
  const known = new Set(Object.getOwnPropertyNames(globalThis));
  return () => {
    Object.assign(process, { env, exit, exitCode, getBuiltinModule });
    for (const [key, descriptor] of kept)
      if (Reflect.get(globalThis, key) !== descriptor.value)
        Object.defineProperty(globalThis, key, descriptor);
    for (const name of Object.getOwnPropertyNames(globalThis))
      if (!known.has(name)) Reflect.deleteProperty(globalThis, name);
  };
}
