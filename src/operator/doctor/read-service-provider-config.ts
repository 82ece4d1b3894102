import type { CallFailure } from '../../provisioning/ports.ts';
import type { ScimClient } from '../../targets/scim/client.ts';
import { asObject } from '../../targets/scim/json.ts';

const NAME = 'GET /ServiceProviderConfig';

export type ServiceProviderConfig =
  | {
      readonly kind: 'told';
      /** Whether look-ups use a filter; without, each reads every user. */
      readonly filters: boolean;
      /** The most users that a list shows. */
      readonly mostResults?: number;
    }
  /** The server does not tell (RFC 7644, 4, asks it to): nothing is known. */
  | { readonly kind: 'untold' }
  | { readonly kind: 'failed'; readonly failure: CallFailure };

/** What a SCIM server says that it can do, as far as Joiner needs it. Shows that it takes the token, too. */
export async function readServiceProviderConfig(
  client: ScimClient,
  signal: AbortSignal,
): Promise<ServiceProviderConfig> {
  const answer = await client.call({ name: NAME, path: '/ServiceProviderConfig' }, signal);
  if (answer.kind === 'failed') return answer;
  const filter = answer.status === 200 ? asObject(answer.body?.['filter']) : undefined;
  if (!filter) return { kind: 'untold' };
  const { supported, maxresults } = filter;
  return {
    kind: 'told',
    filters: supported === true,
    ...(typeof maxresults === 'number' && { mostResults: maxresults }),
  };
}
