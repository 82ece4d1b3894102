import { describe, expect, test } from '@jest/globals';
import {
  type FinspaceDataEndpointParameters,
  resolveEndpoint,
} from '../../../../src/targets/finspace/client/endpoint.ts';

const urlFor = (parameters: FinspaceDataEndpointParameters) => resolveEndpoint(parameters).url.href;

describe('the endpoint is', () => {
  test.each([
    ['eu-west-1', 'https://finspace-api.eu-west-1.amazonaws.com/'],
    ['us-east-1', 'https://finspace-api.us-east-1.amazonaws.com/'],
    ['cn-north-1', 'https://finspace-api.cn-north-1.amazonaws.com.cn/'],
    ['us-gov-west-1', 'https://finspace-api.us-gov-west-1.amazonaws.com/'],
    ['us-iso-east-1', 'https://finspace-api.us-iso-east-1.c2s.ic.gov/'],
    ['us-isob-east-1', 'https://finspace-api.us-isob-east-1.sc2s.sgov.gov/'],
  ])('the endpoint is that of the region and its partition: %s', (Region, url) => {
    expect(urlFor({ Region })).toBe(url);
  });

  test.each([
    ['eu-west-1', 'https://finspace-api-fips.eu-west-1.amazonaws.com/'],
    ['us-gov-west-1', 'https://finspace-api-fips.us-gov-west-1.amazonaws.com/'],
  ])('a FIPS one if asked for: %s', (Region, url) => {
    expect(urlFor({ Region, UseFIPS: true })).toBe(url);
  });

  test.each([
    ['eu-west-1', 'https://finspace-api.eu-west-1.api.aws/'],
    ['cn-north-1', 'https://finspace-api.cn-north-1.api.amazonwebservices.com.cn/'],
  ])('a dual-stack one if asked for: %s', (Region, url) => {
    expect(urlFor({ Region, UseDualStack: true })).toBe(url);
  });

  test('FIPS and dual-stack if both are asked for', () => {
    expect(urlFor({ Region: 'eu-west-1', UseFIPS: true, UseDualStack: true })).toBe(
      'https://finspace-api-fips.eu-west-1.api.aws/',
    );
  });

  test('the custom one, whatever the region', () => {
    const Endpoint = 'http://127.0.0.1:8080/base';

    expect(urlFor({ Endpoint })).toBe(Endpoint);
    expect(urlFor({ Endpoint, Region: 'cn-north-1' })).toBe(Endpoint);
  });
});

describe('there is no endpoint', () => {
  const Endpoint = 'http://127.0.0.1:8080';

  test.each<[string, FinspaceDataEndpointParameters, string]>([
    ['without region', {}, 'Invalid Configuration: Missing Region'],
    [
      'that is both custom and FIPS',
      { Endpoint, UseFIPS: true },
      'Invalid Configuration: FIPS and custom endpoint are not supported',
    ],
    [
      'that is both custom and dual-stack',
      { Endpoint, UseDualStack: true },
      'Invalid Configuration: Dualstack and custom endpoint are not supported',
    ],
  ])('%s', (_, parameters, message) => {
    expect(() => resolveEndpoint(parameters)).toThrow(
      expect.objectContaining({ name: 'EndpointError', message }),
    );
  });
});
