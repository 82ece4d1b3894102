import type { EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import { type Finding, finding, REDEPLOY } from './finding.ts';

export interface MappingChecks {
  readonly partialCheck: string;
  readonly filterCheck: string;
  /** What the messages of the queues are, such as `hire`. */
  readonly what: string;
}

/** Whether event source mappings take batch item failures, and leave no message out. */
export function mappingFindings(
  mappings: readonly EventSourceMappingConfiguration[],
  { partialCheck, filterCheck, what }: MappingChecks,
): readonly Finding[] {
  const isPartial = mappings.every(({ FunctionResponseTypes = [] }) =>
    FunctionResponseTypes.includes('ReportBatchItemFailures'),
  );
  const isUnfiltered = mappings.every(
    ({ FilterCriteria }) => (FilterCriteria?.Filters ?? []).length === 0,
  );
  return [
    finding(
      partialCheck,
      isPartial,
      isPartial ? 'is on' : `is off: Lambda deletes every ${what} that is to be retried`,
      REDEPLOY,
    ),
    finding(
      filterCheck,
      isUnfiltered,
      isUnfiltered ? 'is not set' : 'is set: Lambda deletes the messages that it leaves out',
      'Remove the filter of the event source mapping, and find out who set it.',
    ),
  ];
}
