import { HIRE_FLOW } from './hire-flow.ts';
import type { Picture } from './picture.ts';

/** The pictures of the pages that are drawn by hand, by their files. */
export const PICTURES: ReadonlyMap<string, Picture> = new Map([
  ['docs/generated/hire-flow.svg', HIRE_FLOW],
]);
