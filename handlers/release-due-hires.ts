import { composeRelease } from '../src/runtime/compose-release.ts';

// At import, so that missing settings stop the function before its first run.
const { release } = composeRelease(process.env);

/** A run by the schedule: hires whose day has come go to the new-hire queue. */
export const handler = release;
