/** The variables that name a configuration file of the SDK, or a part of one. A function has no such file by itself. */
const FILE_VARIABLES = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_PROFILE'];

/** What the SDK decides on for any client, by the variables that say otherwise. */
const ofAnyClient = {
  useFipsEndpoint: [false, 'AWS_USE_FIPS_ENDPOINT'],
  useDualstackEndpoint: [false, 'AWS_USE_DUALSTACK_ENDPOINT'],
  userAgentAppId: [async () => undefined, 'AWS_SDK_UA_APP_ID'],
  disableClockSkewCorrection: [false, 'AWS_DISABLE_CLOCK_SKEW_CORRECTION'],
  maxAttempts: [3, 'AWS_MAX_ATTEMPTS'],
} as const;

/** For the client of a table. */
const ofTables = {
  ...ofAnyClient,
  maxAttempts: [4, 'AWS_MAX_ATTEMPTS'],
  retryMode: ['standard', 'AWS_RETRY_MODE', 'AWS_DEFAULTS_MODE'],
  authSchemePreference: [[], 'AWS_AUTH_SCHEME_PREFERENCE'],
  accountIdEndpointMode: ['preferred', 'AWS_ACCOUNT_ID_ENDPOINT_MODE'],
} as const;

type Defaults = Readonly<Record<string, readonly [value: unknown, ...variables: string[]]>>;
type Values<Given extends Defaults> = {
  -readonly [Name in keyof Given]?: Given[Name][0] extends readonly [] ? [] : Given[Name][0];
};

/**
 * The SDK's own defaults, for its clients to be created with. A client that is not given a setting looks for it in the
 * environment, then in configuration files, and throws an error within itself for each place: 50 with the first hire of
 * an instance. What the environment sets is left out, for the client to find.
 */
export function createSdkDefaults(env: NodeJS.ProcessEnv) {
  const isSet = (variable: string) => env[variable] !== undefined;
  function unset<Given extends Defaults>(defaults: Given): Values<Given> {
    if (FILE_VARIABLES.some(isSet)) return {};
    const entries = Object.entries(defaults).filter(([, [, ...names]]) => !names.some(isSet));
    return Object.fromEntries(entries.map(([name, [value]]) => [name, value])) as Values<Given>;
  }
  return { ofAnyClient: unset(ofAnyClient), ofTables: unset(ofTables) };
}
