import { composeAudit } from '../src/runtime/compose-audit.ts';

// At import, so that missing settings stop the function before its first run.
const { audit } = composeAudit(process.env);

/** A run by the schedule: an audit begins, or the one that is not finished continues. */
export const handler = audit;
