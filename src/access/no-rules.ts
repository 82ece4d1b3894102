import type { PackagedRules } from './packaged-rules.ts';

/**
 * `#access-rules` of a package without rules, and of the source: no hire gets groups. A package with rules has a module
 * in its place that is compiled from its file (packaging/compile-access-rules.cjs).
 */
export const accessRules: PackagedRules | undefined = undefined;
