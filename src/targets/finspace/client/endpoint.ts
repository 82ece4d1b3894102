import { partition } from '@aws-sdk/core/client';
import { EndpointError } from '@smithy/core/endpoints';
import type { EndpointParameters, EndpointV2 } from '@smithy/types';

/** The parameters of the endpoint rules. The SDK fills them in from the client's settings. */
export interface FinspaceDataEndpointParameters extends EndpointParameters {
  Region?: string | undefined;
  UseDualStack?: boolean | undefined;
  UseFIPS?: boolean | undefined;
  Endpoint?: string | undefined;
}

/** Maps each parameter of the rules to a setting of the client. */
export const endpointParameterSources = {
  UseFIPS: { type: 'builtInParams', name: 'useFipsEndpoint' },
  Endpoint: { type: 'builtInParams', name: 'endpoint' },
  Region: { type: 'builtInParams', name: 'region' },
  UseDualStack: { type: 'builtInParams', name: 'useDualstackEndpoint' },
} as const;

/**
 * The service's published endpoint rules, with their own error messages.
 * @throws EndpointError when the parameters do not give an endpoint
 */
export function resolveEndpoint(parameters: FinspaceDataEndpointParameters): EndpointV2 {
  const { Endpoint, Region, UseFIPS = false, UseDualStack = false } = parameters;
  if (Endpoint !== undefined) return { url: customUrl(Endpoint, UseFIPS, UseDualStack) };
  if (Region === undefined) throw new EndpointError('Invalid Configuration: Missing Region');

  const { dnsSuffix, dualStackDnsSuffix, supportsFIPS, supportsDualStack } = partition(Region);
  if (UseFIPS && UseDualStack && !(supportsFIPS && supportsDualStack))
    throw new EndpointError(
      'FIPS and DualStack are enabled, but this partition does not support one or both',
    );
  if (UseFIPS && !supportsFIPS)
    throw new EndpointError('FIPS is enabled but this partition does not support FIPS');
  if (UseDualStack && !supportsDualStack)
    throw new EndpointError('DualStack is enabled but this partition does not support DualStack');
  const host = UseFIPS ? 'finspace-api-fips' : 'finspace-api';
  const suffix = UseDualStack ? dualStackDnsSuffix : dnsSuffix;
  return { url: new URL(`https://${host}.${Region}.${suffix}`) };
}

function customUrl(endpoint: string, useFips: boolean, useDualStack: boolean): URL {
  if (useFips)
    throw new EndpointError('Invalid Configuration: FIPS and custom endpoint are not supported');
  if (useDualStack)
    throw new EndpointError(
      'Invalid Configuration: Dualstack and custom endpoint are not supported',
    );
  return new URL(endpoint);
}
