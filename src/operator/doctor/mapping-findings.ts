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
  const isFiltered = mappings.some(
    ({ FilterCriteria }) => (FilterCriteria?.Filters ?? []).length > 0,
  );
  const isHidden = mappings.some(isFilterHidden);
  return [
    finding(
      partialCheck,
      isPartial,
      isPartial ? 'is on' : `is off: Lambda deletes every ${what} that is to be retried`,
      REDEPLOY,
    ),
    finding(
      filterCheck,
      !isFiltered && !isHidden,
      filterText(isFiltered, isHidden),
      'Remove the filter of the event source mapping, and find out who set it.',
    ),
  ];
}

/**
 * Lambda lists no criteria that are encrypted with a key of the customer's, or that it cannot decrypt.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
 */
function isFilterHidden({
  KMSKeyArn,
  FilterCriteriaError,
}: EventSourceMappingConfiguration): boolean {
  return KMSKeyArn !== undefined || FilterCriteriaError !== undefined;
}

function filterText(isFiltered: boolean, isHidden: boolean): string {
  if (isFiltered) return 'is set: Lambda deletes the messages that it leaves out';
  return isHidden
    ? 'may be set, as Lambda does not show it: Lambda would delete the messages that it leaves out'
    : 'is not set';
}
