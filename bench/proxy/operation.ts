import type { IncomingMessage } from 'node:http';

const finspaceOperations: Readonly<Record<string, string>> = {
  'POST /user': 'CreateUser',
  'GET /user': 'ListUsers',
};

/** What a request asks for, as AWS names it. */
export function operationOf({ headers, method, url = '/' }: IncomingMessage): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1) ?? target;
  const line = `${method} ${url.split('?')[0]}`;
  if (line.startsWith('GET /user/')) return 'GetUser';
  return finspaceOperations[line] ?? line;
}
