import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { judge, type Verdict } from '../counterparts/cfn-guard.ts';
import { cfnGuard } from '../counterparts/counterparts.ts';
import { withCounterpart } from '../counterparts/with-counterpart.ts';
import { deployedTemplate } from '../support/package/deployed-template.ts';
import { readPackagedTemplate } from '../support/package/packaged-service.ts';

/** Folders of the rules. `cloudwatch` has those for log groups. */
const SERVICES = [
  'lambda',
  'sqs',
  'dynamodb',
  'identityandaccessmanagement',
  'keymanagementservice',
  'cloudwatch',
  's3',
];

const NO_CONSUMER =
  'nothing of ours consumes this queue, so no message crashes its consumer; a limit of receives would take away what an operator or a reader has looked at';

const DEFAULT_KEY_POLICY =
  'the key has the default policy of AWS, under which the administrators of the account decide by IAM; no role of the stack may create a grant';

const NO_VPC =
  'the function calls public endpoints only, with its role or a token over TLS; a VPC would add a way out to pay for and nothing to reach. A deployer who needs one adds VpcConfig';

/** Rules that a resource breaks, each with the reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'lambda_inside_vpc_check ProvisionUserLambdaFunction': NO_VPC,
  'lambda_inside_vpc_check ReleaseDueHiresLambdaFunction': NO_VPC,
  'lambda_inside_vpc_check IntakeLambdaFunction': NO_VPC,
  'lambda_inside_vpc_check AuditLambdaFunction': NO_VPC,
  'kms_create_grant_aws_service_check PseudonymKey': DEFAULT_KEY_POLICY,
  'kms_create_grant_aws_service_check IntakeKey': DEFAULT_KEY_POLICY,
  's3_bucket_logging_enabled_check IntakeBucket':
    'a log of accesses has the names of objects, which may name people; the stack would need a second bucket for it. A deployer who wants one turns on the data events of CloudTrail',
  's3_bucket_object_lock_enabled_check IntakeBucket':
    'a file of personal data must go when its days are over, or when an operator deletes it',
  's3_bucket_policy_ssl_requests_only_check IntakeBucketPolicy':
    'the policy is as the rule wants it, but the rule knows no references that are evaluated; test/package/intake-bucket.test.ts has it',
  's3_bucket_logging_enabled_check AuditBucket':
    'one function writes the bucket; a deployer who wants to know who reads reports turns on the data events of CloudTrail',
  's3_bucket_object_lock_enabled_check AuditBucket':
    'unfinished audits must go after two days; the policy of the bucket lets no role change or delete a report',
  's3_bucket_policy_ssl_requests_only_check AuditBucketPolicy':
    'the policy is as the rule wants it, but the rule knows no references that are evaluated; test/package/audit.test.ts has it',
  's3_event_notifications_enabled_check AuditBucket':
    'nothing waits for a report: an alarm says that there is a finding',
  'sqs_dlq_check RejectedQueue': NO_CONSUMER,
  'sqs_dlq_check CompletionQueue': NO_CONSUMER,
};

withCounterpart(cfnGuard, "AWS's rules of Control Tower", () => {
  let folder: string;
  let verdict: Verdict;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'joiner-cfn-guard-'));
    const path = join(folder, 'template.json');
    await writeFile(path, JSON.stringify(hardenedTemplate()));
    verdict = await judge(path, SERVICES);
  });

  afterAll(() => rm(folder, { recursive: true }));

  test("AWS's rules of Control Tower are kept by a stack with a key and a topic, but for the exceptions", () => {
    expect(verdict.broken.toSorted()).toEqual(Object.keys(EXCEPTIONS).toSorted());
  });

  test("AWS's rules of Control Tower have judged functions, queues, tables, bucket, roles and logs", () => {
    expect(verdict.kept).toEqual(
      expect.arrayContaining([
        'sqs_queue_encrypted_check',
        'dynamodb_table_encrypted_kms_check',
        'dynamodb_table_pitr_enabled_check',
        'iam_inline_policy_no_statements_with_admin_access_check',
        's3_bucket_level_public_access_prohibited_check',
        's3_bucket_versioning_enabled_check',
        'cloudwatch_log_group_encrypted_check',
        'cloudwatch_log_group_retention_period_check',
      ]),
    );
  });
});

/** With everything that a deployer can switch on. The rules do not evaluate conditions. */
function hardenedTemplate() {
  const deployed = deployedTemplate({
    KmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/00000000-1111-2222-3333-444444444444',
    AlarmTopicArn: 'arn:aws:sns:eu-west-1:111122223333:on-call',
    AlarmOnChanges: 'true',
    ReservedConcurrency: '5',
    Senders: '',
    OperatorRoleArns: 'arn:aws:iam::111122223333:role/joiner-operators',
    CompletionReaders: 'arn:aws:iam::111122223333:role/onboarding',
  });
  const { Resources } = readPackagedTemplate();
  // The framework's own bucket holds code, and is its to configure.
  const ofStack = Object.entries(Resources).filter(([id]) => !id.startsWith('Serverless'));
  const evaluated = ofStack.map(([logicalId, { Type }]) => [
    logicalId,
    { Type, Properties: deployed.propertiesOf(logicalId) },
  ]);
  return { Resources: Object.fromEntries(evaluated) };
}
