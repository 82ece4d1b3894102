import { AwsSdkSigV4Signer } from '@aws-sdk/core/httpAuthSchemes';
import { DefaultIdentityProviderConfig } from '@smithy/core';
import type {
  AwsCredentialIdentityProvider,
  HttpAuthScheme,
  HttpAuthSchemeParameters,
  HttpAuthSchemeProvider,
  Provider,
} from '@smithy/types';

const SCHEME_ID = 'aws.auth#sigv4';

/** The service name in the credential scope. It differs from the service id and from the IAM prefix. */
export const SIGNING_NAME = 'finspace-api';

interface SigningParameters extends HttpAuthSchemeParameters {
  region: string;
}

/** Every operation is signed with Signature Version 4. */
export const httpAuthSchemeProvider: HttpAuthSchemeProvider<SigningParameters> = ({ region }) => [
  {
    schemeId: SCHEME_ID,
    signingProperties: { name: SIGNING_NAME, region },
    propertiesExtractor: (config, context) => ({ signingProperties: { config, context } }),
  },
];

export const httpAuthSchemes = (): HttpAuthScheme[] => [
  {
    schemeId: SCHEME_ID,
    identityProvider: (identities) => identities.getIdentityProvider(SCHEME_ID),
    signer: new AwsSdkSigV4Signer(),
  },
];

interface Signing {
  readonly region: Provider<string>;
  readonly credentials: AwsCredentialIdentityProvider;
}

/** Gives the signing step the region and credentials of a client's settings. */
export const signingSources = {
  httpAuthSchemeParametersProvider: async ({ region }: Signing): Promise<SigningParameters> => ({
    region: await region(),
  }),
  identityProviderConfigProvider: async ({ credentials }: Signing) =>
    new DefaultIdentityProviderConfig({ [SCHEME_ID]: credentials }),
};
