import {
  getHostHeaderPlugin,
  getLoggerPlugin,
  getRecursionDetectionPlugin,
  getUserAgentPlugin,
  resolveHostHeaderConfig,
  resolveUserAgentConfig,
} from '@aws-sdk/core/client';
import { resolveAwsSdkSigV4Config } from '@aws-sdk/core/httpAuthSchemes';
import { getHttpAuthSchemeEndpointRuleSetPlugin, getHttpSigningPlugin } from '@smithy/core';
import { Client } from '@smithy/core/client';
import { resolveRegionConfig } from '@smithy/core/config';
import { resolveEndpointConfig } from '@smithy/core/endpoints';
import { getContentLengthPlugin } from '@smithy/core/protocols';
import { getRetryPlugin, resolveRetryConfig } from '@smithy/core/retry';
import { getSchemaSerdePlugin } from '@smithy/core/schema';
import type { HttpHandlerOptions, MetadataBearer } from '@smithy/types';
import { completeConfig, type FinspaceDataClientConfig } from './config.ts';
import { signingSources } from './signing.ts';

function resolveConfig(given: FinspaceDataClientConfig) {
  const complete = resolveEndpointConfig(
    resolveHostHeaderConfig(
      resolveRegionConfig(resolveRetryConfig(resolveUserAgentConfig(completeConfig(given)))),
    ),
  );
  return resolveAwsSdkSigV4Config(complete);
}

export type FinspaceDataClientResolvedConfig = ReturnType<typeof resolveConfig>;

/**
 * Amazon FinSpace's operations on users and their groups, under the names of the client package that AWS withdrew.
 * Settings, credentials, endpoints and retries work as in every AWS SDK v3 client.
 * AWS_ENDPOINT_URL_FINSPACE_DATA overrides the endpoint. `send` throws the errors of errors.ts.
 */
export class FinspaceDataClient extends Client<
  HttpHandlerOptions,
  object,
  MetadataBearer,
  FinspaceDataClientResolvedConfig
> {
  constructor(configuration: FinspaceDataClientConfig = {}) {
    const config = resolveConfig(configuration);
    super(config);
    this.initConfig = config;
    this.middlewareStack.use(getSchemaSerdePlugin(config));
    this.middlewareStack.use(getUserAgentPlugin(config));
    this.middlewareStack.use(getRetryPlugin(config));
    this.middlewareStack.use(getContentLengthPlugin(config));
    this.middlewareStack.use(getHostHeaderPlugin(config));
    this.middlewareStack.use(getLoggerPlugin(config));
    this.middlewareStack.use(getRecursionDetectionPlugin(config));
    this.middlewareStack.use(getHttpAuthSchemeEndpointRuleSetPlugin(config, signingSources));
    this.middlewareStack.use(getHttpSigningPlugin(config));
  }
}
