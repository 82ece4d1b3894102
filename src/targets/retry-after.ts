/**
 * The wait of a response's Retry-After header, in milliseconds. A date is compared with the response's
 * own Date header (RFC 9110, 10.2.3), not with this machine's clock.
 */
export function retryAfterMsOf(
  retryAfter: string | undefined,
  date: string | undefined,
): number | undefined {
  if (retryAfter === undefined) return undefined;
  const isSeconds = /^\d+(\.\d+)?$/.test(retryAfter);
  const ms = isSeconds
    ? Number(retryAfter) * 1000
    : Date.parse(retryAfter) - Date.parse(date ?? '');
  return ms >= 0 ? ms : undefined;
}
