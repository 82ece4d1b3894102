/**
 * A key as its 32 bytes, one character each: of 100,000 people and as many accounts, keys are most of what an audit
 * keeps in memory.
 */
export type CompactKey = string & { readonly isCompact: true };

/** @param key such as `user#…`, which ends in hexadecimal digits */
export function compactKeyOf(key: string): CompactKey {
  return Buffer.from(key.slice(key.indexOf('#') + 1), 'hex').toString('latin1') as CompactKey;
}

export function personKeyFrom(key: CompactKey): string {
  return `user#${digitsOf(key)}`;
}

export function employeeKeyFrom(key: CompactKey): string {
  return `employee#${digitsOf(key)}`;
}

function digitsOf(key: CompactKey): string {
  return Buffer.from(key, 'latin1').toString('hex');
}
