/** As IAM writes the ids of users and roles, S3 those of accounts, and both a service. */
const ID = /^[A-Za-z0-9.-]{1,128}$/;

/**
 * The id of a principal, as SQS (`SenderId`) and S3 (`principalId`) have it; undefined without one. Of an assumed role
 * it is `AROA…:session`, and a session is often named after a person. S3 writes `AWS:` before it.
 */
export function principalOf(text: unknown): string | undefined {
  const [id = ''] = typeof text === 'string' ? text.replace(/^AWS:/, '').split(':', 1) : [];
  return ID.test(id) ? id : undefined;
}
