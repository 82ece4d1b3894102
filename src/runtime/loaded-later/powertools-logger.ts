import { Logger } from '@aws-lambda-powertools/logger';

export function createLogger(): Logger {
  return new Logger();
}
