import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type Module, SyntheticModule } from 'node:vm';
import jestRuntime from 'jest-runtime';

// Its types are those of its CommonJS build, where the class is a default export inside this one.
const JestRuntime = jestRuntime as unknown as typeof jestRuntime.default;
const require = createRequire(import.meta.url);
/** The module of Jest that keeps the tests of one file. */
const KEEPS_TESTS = /jest-circus.build.jestAdapterInit\.js$/;

/** What Jest's runtime has no other way to set. */
interface Internals {
  readonly esmLoader: { getContext: () => undefined };
  readonly registries: { esModuleRegistry: Map<string, Module> };
}

/**
 * Evaluates our own modules again for each test file, in the realm of Node, and packages only once in
 * each process, by Node: to evaluate the AWS SDK takes longer than most files.
 */
class SharedPackages extends JestRuntime {
  constructor(...given: ConstructorParameters<typeof JestRuntime>) {
    super(...given);
    const { esmLoader, registries } = this as unknown as Internals;
    esmLoader.getContext = () => undefined;
    registries.esModuleRegistry = new ModulesOfFile();
  }

  override requireModule<T = unknown>(from: string, name = from): T {
    return createRequire(from)(name);
  }

  override requireInternalModule<T = unknown>(from: string, name = from): T {
    const path = createRequire(from).resolve(name);
    if (KEEPS_TESTS.test(path)) {
      delete require.cache[path];
      Reflect.deleteProperty(globalThis, Symbol.for('EVENT_HANDLERS'));
    }
    return require(path);
  }
}

/** By URL: what is not of this file is of a package. */
class ModulesOfFile extends Map<string, Module> {
  override get(url: string): Module | undefined {
    return super.get(url) ?? (url.includes('/node_modules/') ? packageModule(url) : undefined);
  }

  override has(url: string): boolean {
    return this.get(url) !== undefined;
  }
}

const packageModules = new Map<string, Module>();

function packageModule(url: string): Module {
  const known = packageModules.get(url);
  if (known) return known;
  const path = fileURLToPath(url);
  const loaded = require(path);
  const exports = new Map<string, unknown>(Object.entries(loaded ?? {}));
  // As Node has it: the default export of CommonJS is all of it.
  if (loaded?.[Symbol.toStringTag] !== 'Module') exports.set('default', loaded);
  const module = new SyntheticModule(
    [...exports.keys()],
    () => {
      for (const [name, value] of exports) module.setExport(name, value);
    },
    { identifier: path },
  );
  void module.evaluate();
  packageModules.set(url, module);
  return module;
}

// Jest requires it, and takes the class for its exports.
export { SharedPackages as 'module.exports' };
