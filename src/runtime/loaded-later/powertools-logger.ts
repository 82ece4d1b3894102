import { Logger } from '@aws-lambda-powertools/logger';

/** In a file of its own, for log.ts to load later. */
export function createLogger(): Logger {
  return new Logger();
}
