import { types } from 'node:util';

// Jest gives every test file its own Error, and the SDK wraps an error that is not `instanceof` it.
// So an ECONNRESET of Node's core would lose its code. Outside of Jest there is only one Error.
const isOrdinaryInstance = Function.prototype[Symbol.hasInstance];

Object.defineProperty(Error, Symbol.hasInstance, {
  configurable: true,
  value(this: unknown, value: unknown): boolean {
    return this === Error
      ? types.isNativeError(value)
      : isOrdinaryInstance.call(this as typeof Error, value);
  },
});
