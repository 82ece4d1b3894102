/** What the template says of a function, and where its code lies. */
export interface FunctionDefinition {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  /** `path/to/file.export`, from the root of the code. */
  readonly handler: string;
  readonly timeoutSeconds: number;
  /** Told to the function; not a limit here. */
  readonly memoryMb: number;
  readonly logGroupName: string;
  /** `Text` or `JSON`, as Lambda's logging settings have it. */
  readonly logFormat: string;
  /** The template's variables. */
  readonly variables: Readonly<Record<string, string>>;
  /** Folder that holds the unpacked code. */
  readonly codeDir: string;
}

/** Credentials that every emulator of the stack accepts. */
export const localCredentials = { accessKeyId: 'test', secretAccessKey: 'test' } as const;

/**
 * The whole environment of a function's process: the template's variables, what Lambda itself sets, and
 * the endpoint settings. Nothing comes from the environment of whoever started the stack.
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
    // Lambda's home holds no AWS configuration; without this the SDK would find the one of whoever is logged in.
    HOME: definition.codeDir,
    ...endpoints,
  };
}
