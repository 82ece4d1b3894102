import type { Route } from '../directories/aws-double/http-server.ts';
import { jsonResponse } from '../directories/aws-double/response.ts';
import { startAwsDouble } from '../directories/aws-double/server.ts';
import { ServiceError } from '../directories/aws-double/service-error.ts';

type Operation = 'CreateLogStream' | 'PutLogEvents' | 'FilterLogEvents';

interface LogEvent {
  readonly logStreamName: string;
  readonly timestamp: number;
  readonly message: string;
  readonly eventId: string;
}

interface LogGroup {
  readonly streams: Set<string>;
  readonly events: LogEvent[];
}

type Input = Readonly<Record<string, string>> & {
  readonly logEvents?: readonly { readonly timestamp: number; readonly message: string }[];
};

export interface LocalLogs {
  /** For a client's `endpoint`, or `AWS_ENDPOINT_URL_CLOUDWATCH_LOGS`. */
  readonly endpoint: string;
  createGroup(name: string): void;
  /** A line that a function wrote. */
  append(groupName: string, message: string): void;
  stop(): Promise<void>;
}

const JSON_TYPE = 'application/x-amz-json-1.1';
const PAGE_SIZE = 1000;
/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
const MAX_PATTERN_LENGTH = 1_024;
/** A function's lines beyond these are forgotten, the oldest first. */
const MAX_EVENTS = 100_000;

const ROUTES: readonly Route<Operation>[] = [
  {
    method: 'POST',
    url: '/',
    operationOf: ({ 'x-amz-target': target }) => {
      const name = String(target).replace('Logs_20140328.', '');
      const known: readonly Operation[] = ['CreateLogStream', 'PutLogEvents', 'FilterLogEvents'];
      return known.find((operation) => operation === name) ?? 'unknown';
    },
  },
];

/**
 * The calls of CloudWatch Logs that `joiner` makes, over the real wire protocol. It keeps lines in memory, until
 * `stop`, and accepts no log group but those of the template.
 */
export async function startLogs({
  port,
  region,
}: {
  port: number;
  region: string;
}): Promise<LocalLogs> {
  const groups = new Map<string, LogGroup>();
  let written = 0;

  function groupNamed(name = ''): LogGroup {
    const group = groups.get(name);
    if (group) return group;
    throw new ServiceError(
      'ResourceNotFoundException',
      400,
      'The specified log group does not exist.',
    );
  }

  function add(group: LogGroup, event: Omit<LogEvent, 'eventId'>): void {
    written += 1;
    group.events.push({ ...event, eventId: String(written).padStart(20, '0') });
    if (group.events.length > MAX_EVENTS) group.events.shift();
  }

  function perform(operation: Operation, input: Input): object {
    const group = groupNamed(input['logGroupName']);
    switch (operation) {
      case 'CreateLogStream':
        group.streams.add(input['logStreamName'] ?? '');
        return {};
      case 'PutLogEvents': {
        const { logStreamName = '', logEvents = [] } = input;
        if (!group.streams.has(logStreamName))
          throw new ServiceError(
            'ResourceNotFoundException',
            400,
            'The specified log stream does not exist.',
          );
        for (const event of logEvents) add(group, { ...event, logStreamName });
        return {};
      }
      case 'FilterLogEvents':
        if ((input['filterPattern'] ?? '').length > MAX_PATTERN_LENGTH)
          throw new ServiceError(
            'InvalidParameterException',
            400,
            `1 validation error detected: Value at 'filterPattern' failed to satisfy constraint: Member must have length less than or equal to ${MAX_PATTERN_LENGTH}`,
          );
        return filtered(group.events, input);
    }
  }

  const server = await startAwsDouble<Operation>(
    {
      signingName: 'logs',
      routes: ROUTES,
      perform: (operation, { body }) =>
        perform(operation, JSON.parse(Buffer.from(body).toString())),
      successResponse: (output) => jsonResponse(200, JSON_TYPE, output),
      errorResponse: ({ name, message, status }) =>
        jsonResponse(status, JSON_TYPE, { __type: name, message }),
      refusalOf: () => undefined,
    },
    { port, region },
  );
  return {
    endpoint: server.endpoint,
    createGroup: (name) => void groups.set(name, { streams: new Set(), events: [] }),
    append: (groupName, message) => {
      const group = groups.get(groupName);
      if (group) add(group, { logStreamName: 'local', timestamp: Date.now(), message });
    },
    stop: server.stop,
  };
}

/** Of filter patterns, those of quoted terms: `?"one" ?"other"` matches a line with any of them. */
function filtered(events: readonly LogEvent[], { filterPattern = '', nextToken = '0' }: Input) {
  const [, field = '', prefix = ''] = PREFIX_PATTERN.exec(filterPattern) ?? [];
  if (field !== '')
    return pageOf(
      events.filter((event) => hasPrefix(event, field, prefix)),
      nextToken,
    );
  const terms = [...filterPattern.matchAll(/\?("(?:[^"\\]|\\.)*")/g)].map(([, term = '""']) =>
    String(JSON.parse(term)),
  );
  const found = events.filter(
    ({ message }) => terms.length === 0 || terms.some((term) => message.includes(term)),
  );
  return pageOf(found, nextToken);
}

/** Of the patterns for JSON, this one: a field that begins so. */
const PREFIX_PATTERN = /^\{ \$\.(\w+) = "(\w+)\*" \}$/;

function hasPrefix({ message }: LogEvent, field: string, prefix: string): boolean {
  try {
    return String(Object(JSON.parse(message))[field] ?? '').startsWith(prefix);
  } catch {
    return false;
  }
}

function pageOf(found: readonly LogEvent[], nextToken: string) {
  const end = Number(nextToken) + PAGE_SIZE;
  return {
    events: found.slice(Number(nextToken), end),
    ...(end < found.length && { nextToken: String(end) }),
  };
}
