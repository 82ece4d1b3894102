import { pauseConsumption, resumeConsumption } from '../stack/pause.ts';
import { recordChange } from './record-change.ts';

/**
 * As `pauseConsumption`, with the change logged.
 * @throws {ChangeLogError} if the change could not be logged, and nothing is changed
 */
export const pauseOnRecord: typeof pauseConsumption = (stack, mapping, note, options) =>
  recordChange(stack, { command: 'pause', ...(note?.why !== undefined && { why: note.why }) }, () =>
    pauseConsumption(stack, mapping, note, options),
  );

/**
 * As `resumeConsumption`, with the change logged.
 * @throws {ChangeLogError} if the change could not be logged, and nothing is changed
 */
export const resumeOnRecord: typeof resumeConsumption = (stack, mapping, options) =>
  recordChange(stack, { command: 'resume' }, () => resumeConsumption(stack, mapping, options));
