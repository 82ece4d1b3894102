import type { HostHeaderInputConfig, UserAgentInputConfig } from '@aws-sdk/core/client';
import { createDefaultUserAgentProvider, NODE_APP_ID_CONFIG_OPTIONS } from '@aws-sdk/core/client';
import type { AwsSdkSigV4AuthInputConfig } from '@aws-sdk/core/httpAuthSchemes';
import { AwsRestJsonProtocol } from '@aws-sdk/core/protocols';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { Sha256 } from '@smithy/core/checksum';
import { type DefaultsMode, loadConfigsForDefaultMode, NoOpLogger } from '@smithy/core/client';
import {
  loadConfig,
  NODE_REGION_CONFIG_FILE_OPTIONS,
  NODE_REGION_CONFIG_OPTIONS,
  NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS,
  NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS,
  type RegionInputConfig,
  resolveDefaultsModeConfig,
} from '@smithy/core/config';
import type { EndpointInputConfig } from '@smithy/core/endpoints';
import { type HttpHandlerUserInput, parseUrl } from '@smithy/core/protocols';
import {
  DEFAULT_RETRY_MODE,
  NODE_MAX_ATTEMPT_CONFIG_OPTIONS,
  NODE_RETRY_MODE_CONFIG_OPTIONS,
  type RetryInputConfig,
} from '@smithy/core/retry';
import { calculateBodyLength, fromBase64, fromUtf8, toBase64, toUtf8 } from '@smithy/core/serde';
import { NodeHttpHandler, streamCollector } from '@smithy/node-http-handler';
import type { Logger, Provider } from '@smithy/types';
import { type FinspaceDataEndpointParameters, resolveEndpoint } from './endpoint.ts';
import { ERROR_TYPE_REGISTRIES } from './error-registries.ts';
import { NAMESPACE } from './errors.ts';
import { httpAuthSchemeProvider, httpAuthSchemes, SIGNING_NAME } from './signing.ts';

/** The settings of any AWS client, all optional. */
export type FinspaceDataClientConfig = AwsSdkSigV4AuthInputConfig &
  EndpointInputConfig<FinspaceDataEndpointParameters> &
  HostHeaderInputConfig &
  RegionInputConfig &
  RetryInputConfig &
  UserAgentInputConfig & {
    requestHandler?: HttpHandlerUserInput;
    cacheMiddleware?: boolean;
    /** A profile of the shared configuration files. Default: AWS_PROFILE. */
    profile?: string;
    retryMode?: string | Provider<string>;
    defaultsMode?: DefaultsMode | Provider<DefaultsMode>;
    logger?: Logger;
  };

const SERVICE_ID = 'finspace data';

/** Settings that every client of this service shares. */
const service = {
  apiVersion: '2020-07-13',
  runtime: 'node',
  serviceId: SERVICE_ID,
  defaultSigningName: SIGNING_NAME,
  endpointProvider: resolveEndpoint,
  credentialDefaultProvider: defaultProvider,
  defaultUserAgentProvider: createDefaultUserAgentProvider({
    serviceId: SERVICE_ID,
    clientVersion: '3',
  }),
  httpAuthSchemeProvider,
  base64Decoder: fromBase64,
  base64Encoder: toBase64,
  bodyLengthChecker: calculateBodyLength,
  disableHostPrefix: false,
  sha256: Sha256,
  streamCollector,
  urlParser: parseUrl,
  utf8Decoder: fromUtf8,
  utf8Encoder: toUtf8,
};

/**
 * Resolves missing settings on first use, in the order of every AWS client: environment, shared
 * configuration files, defaults of the SDK.
 */
export function completeConfig(config: FinspaceDataClientConfig) {
  const defaultsMode = resolveDefaultsModeConfig(config);
  const modeDefaults = () => defaultsMode().then(loadConfigsForDefaultMode);
  const logger = config.logger ?? new NoOpLogger();
  const sources = { ...(config.profile && { profile: config.profile }), logger };
  return {
    ...service,
    ...config,
    defaultsMode,
    logger,
    protocol: new AwsRestJsonProtocol({
      defaultNamespace: NAMESPACE,
      errorTypeRegistries: ERROR_TYPE_REGISTRIES,
    }),
    httpAuthSchemes: httpAuthSchemes(),
    region:
      config.region ??
      loadConfig(NODE_REGION_CONFIG_OPTIONS, { ...NODE_REGION_CONFIG_FILE_OPTIONS, ...sources }),
    maxAttempts: config.maxAttempts ?? loadConfig(NODE_MAX_ATTEMPT_CONFIG_OPTIONS, sources),
    retryMode:
      config.retryMode ??
      loadConfig(
        {
          ...NODE_RETRY_MODE_CONFIG_OPTIONS,
          default: async () => (await modeDefaults()).retryMode ?? DEFAULT_RETRY_MODE,
        },
        sources,
      ),
    requestHandler: NodeHttpHandler.create(config.requestHandler ?? modeDefaults),
    useDualstackEndpoint:
      config.useDualstackEndpoint ??
      loadConfig(NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS, sources),
    useFipsEndpoint:
      config.useFipsEndpoint ?? loadConfig(NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS, sources),
    userAgentAppId: config.userAgentAppId ?? loadConfig(NODE_APP_ID_CONFIG_OPTIONS, sources),
  };
}
