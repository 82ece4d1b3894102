import { composeIntake } from '../src/runtime/compose-intake.ts';

// At import, so that missing settings and faulty sources stop the function before it takes a message.
const { takeBatch } = composeIntake(process.env);

/** Raw HR records, in messages or files, in; partial batch response out. */
export const handler = takeBatch;
