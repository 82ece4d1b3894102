import type { FunctionCode } from './kept-code.ts';

/** The template's definition of a function, and the location of its code. */
export interface FunctionDefinition extends FunctionCode {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  /** `path/to/file.export`, relative to the root of the code. */
  readonly handler: string;
  readonly timeoutSeconds: number;
  /** Only passed to the function: not a limit here. */
  readonly memoryMb: number;
  readonly logGroupName: string;
  /** `Text` or `JSON`, as in Lambda's logging settings. */
  readonly logFormat: string;
  /** Environment variables of the template. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Credentials that all emulators of the stack accept. */
export const localCredentials = { accessKeyId: 'test', secretAccessKey: 'test' } as const;

/**
 * The complete environment of a function's process: the template's variables, Lambda's own and the endpoint
 * settings. It inherits nothing from the process that started the stack.
 *
 * @param endpoints the SDK's endpoint settings, the only difference from a deployment
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function lambdaEnvironment(
  definition: FunctionDefinition,
  endpoints: Readonly<Record<string, string>>,
  logStreamName: string,
): Record<string, string> {
  const major = process.versions.node.split('.')[0];
  return {
    ...definition.variables,
    _HANDLER: definition.handler,
    LAMBDA_TASK_ROOT: definition.codeDir,
    AWS_REGION: definition.region,
    AWS_DEFAULT_REGION: definition.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${major}.x`,
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: definition.logFormat,
    AWS_LAMBDA_LOG_GROUP_NAME: definition.logGroupName,
    AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
    AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    TZ: ':UTC',
    // Otherwise the SDK would read the AWS configuration of the current user, which Lambda does not have.
    HOME: definition.codeDir,
    ...endpoints,
  };
}
