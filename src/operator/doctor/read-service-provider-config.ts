import type { CallFailure } from '../../provisioning/ports.ts';
import type { ScimClient } from '../../targets/scim/client.ts';
import { asObject } from '../../targets/scim/json.ts';

const NAME = 'GET /ServiceProviderConfig';

export type ServiceProviderConfig =
  | {
      readonly kind: 'read';
      /** Whether look-ups use a filter; without one, each reads every user. */
      readonly filters: boolean;
      /** The most users in one response. */
      readonly maxResults?: number;
    }
  /** The server has no configuration to read, which RFC 7644, 4, asks for. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed'; readonly failure: CallFailure };

/** What a SCIM server says it supports, as far as Joiner needs it. Also shows that it accepts the token. */
export async function readServiceProviderConfig(
  client: ScimClient,
  signal: AbortSignal,
): Promise<ServiceProviderConfig> {
  const response = await client.call({ name: NAME, path: '/ServiceProviderConfig' }, signal);
  if (response.kind === 'failed') return response;
  const filter = response.status === 200 ? asObject(response.body?.['filter']) : undefined;
  if (!filter) return { kind: 'absent' };
  const { supported, maxresults } = filter;
  return {
    kind: 'read',
    filters: supported === true,
    ...(typeof maxresults === 'number' && { maxResults: maxresults }),
  };
}
