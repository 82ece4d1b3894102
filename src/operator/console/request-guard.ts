/** What a browser says about a request, which no page can forge. */
export interface RequestFacts {
  readonly method: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site` and `-Dest`. */
  readonly site: string | undefined;
  readonly dest: string | undefined;
}

/**
 * Why a request is refused; undefined if it may be one of our own pages, or an address that a person typed.
 * @param host of this server, with its port: another one is a name that was made to point here (DNS rebinding)
 * @param opens the request has a token, which stands for the page that it comes from
 */
export function refusalOf(request: RequestFacts, host: string, opens: boolean): string | undefined {
  if (request.host !== host) return `The address must begin with http://${host}.`;
  // A form of a page with `no-referrer` has the origin `null`: whether it is our own, only `Sec-Fetch-Site` says.
  // https://fetch.spec.whatwg.org/#append-a-request-origin-header
  const own = [undefined, 'null', `http://${host}`];
  if (!own.includes(request.origin)) return 'The request comes from another site.';
  // A script cannot give its requests this destination.
  const isNavigation = request.dest === 'document';
  if (request.site === 'same-origin') return undefined;
  if (request.method === 'GET' && isNavigation && (opens || request.site === 'none'))
    return undefined;
  return 'The request does not come from this console.';
}
