import { types } from 'node:util';

// Jest gives every test file an Error of its own, and the SDK wraps whatever is not `instanceof` it:
// an ECONNRESET of Node's core would lose its code. In a process of its own there is only one Error.
const isOrdinaryInstance = Function.prototype[Symbol.hasInstance];

Object.defineProperty(Error, Symbol.hasInstance, {
  configurable: true,
  value(this: unknown, value: unknown): boolean {
    return this === Error
      ? types.isNativeError(value)
      : isOrdinaryInstance.call(this as typeof Error, value);
  },
});
