import { directoryKind } from '../directories/directories.ts';
import type { LocalStack } from '../stack/stack.ts';

type Stack = Pick<LocalStack, 'outputs' | 'endpoints' | 'environment' | 'target'>;

/** How to use the stack from another terminal; the commands can be pasted. */
export function localGuide(
  stack: Stack,
  dataDir: string | undefined,
  controlPlane: string,
): string {
  const { outputs, endpoints, target } = stack;
  const { title, path = '' } = directoryKind(target);
  return [
    "Joiner's local stack is up. Ctrl-C stops it.",
    '',
    'Endpoints',
    ...aligned({
      SQS: endpoints.sqs,
      DynamoDB: endpoints.dynamodb,
      S3: endpoints.s3,
      [title]: `${endpoints.directory}${path}`,
    }),
    '',
    'Outputs',
    ...aligned(outputs),
    '',
    'Data',
    dataDir === undefined ? '  in memory; --data DIR keeps it' : `  ${dataDir}`,
    '',
    'To try in another terminal:',
    ...commands(stack).flatMap(({ what, command }) => ['', `# ${what}`, command]),
    '',
    'To operate it from there:',
    '',
    '# Send a file of hires, and follow each to its end',
    'npx joiner send events/first-day.csv --local --wait',
    '',
    '# Show the status of a person; list the failed messages; check the stack',
    'npx joiner status ada.okafor@example.com --local',
    'npx joiner failed list --local',
    'npx joiner doctor --local',
    '',
    '# Make the directory fail; make it respond again',
    `curl -X PUT ${controlPlane}/local/directory/down`,
    `curl -X PUT ${controlPlane}/local/directory/up`,
    '',
    'What the function logs:',
  ].join('\n');
}

function commands({ outputs, endpoints, environment, target }: Stack) {
  const aws = (endpoint: string) =>
    [
      `AWS_ACCESS_KEY_ID=${environment['AWS_ACCESS_KEY_ID']}`,
      `AWS_SECRET_ACCESS_KEY=${environment['AWS_SECRET_ACCESS_KEY']}`,
      `aws --region ${environment['AWS_REGION']} --endpoint-url ${endpoint}`,
    ].join(' ');
  const sqs = `${aws(endpoints.sqs)} sqs`;
  const { listAccounts } = directoryKind(target);
  const accounts = listAccounts?.(endpoints.directory, aws(endpoints.directory));
  const hire = '{"emailAddress":"ada.okafor@example.com","firstName":"Ada","lastName":"Okafor"}';
  return [
    {
      what: 'Send a hire',
      command: `${sqs} send-message --queue-url ${outputs.NewHireQueueUrl} --message-body '${hire}'`,
    },
    {
      what: 'Read a completion event',
      command: `${sqs} receive-message --queue-url ${outputs.CompletionQueueUrl} --wait-time-seconds 10`,
    },
    {
      what: 'Look at the record',
      command: `${aws(endpoints.dynamodb)} dynamodb scan --table-name ${outputs.UsersTableName}`,
    },
    ...(accounts === undefined ? [] : [{ what: 'Look at the accounts', command: accounts }]),
    ...intakeCommands(outputs, sqs, `${aws(endpoints.s3)} s3`),
  ];
}

/** With samples of HR systems. None without sources. */
function intakeCommands(
  { IntakeBucketName, IntakeQueueUrl }: Stack['outputs'],
  sqs: string,
  s3: string,
) {
  if (IntakeBucketName === undefined || IntakeQueueUrl === undefined) return [];
  const samples = 'events/sources';
  return [
    {
      what: 'Put a report of BambooHR into the bucket, under the name of the source',
      command: `${s3} cp ${samples}/bamboohr/report.csv s3://${IntakeBucketName}/bamboohr/`,
    },
    {
      what: 'Send records of Workday as a message',
      command: `${sqs} send-message --queue-url ${IntakeQueueUrl} --message-body file://${samples}/workday/report.json`,
    },
  ];
}

function aligned(entries: Readonly<Record<string, string | undefined>>): string[] {
  const width = Math.max(...Object.keys(entries).map((name) => name.length));
  return Object.entries(entries).map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
}
