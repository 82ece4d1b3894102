import { describe, expect, test } from '@jest/globals';
import { mappedBodyOf } from '../../src/provisioning/mapped-hire.ts';
import { INTAKE_DIGESTS } from '../support/engine/digests.ts';

const requestIdOf = (source: string, hire: Record<string, string>) =>
  JSON.parse(mappedBodyOf(source, hire, INTAKE_DIGESTS)).requestId;

describe('the message of a hire that a source maps', () => {
  const hire = { emailAddress: 'ann@example.com', employeeId: '7' };

  test('has a request id with the name of the source', () => {
    expect(requestIdOf('test', hire)).toMatch(/^test:[0-9a-f]{64}$/);
  });

  test('has the same request id in whatever order its fields are', () => {
    const turned = { employeeId: '7', emailAddress: 'ann@example.com' };

    expect(requestIdOf('test', turned)).toBe(requestIdOf('test', hire));
  });

  test('has another request id once the content changes', () => {
    expect(requestIdOf('test', { ...hire, employeeId: '8' })).not.toBe(requestIdOf('test', hire));
  });

  test('has another request id from another source', () => {
    expect(requestIdOf('other', hire)).not.toBe(requestIdOf('test', hire));
  });

  test('has the request id that the source maps', () => {
    expect(requestIdOf('test', { ...hire, requestId: 'e-1' })).toBe('e-1');
  });

  test('holds no character that SQS refuses', () => {
    const body = mappedBodyOf('test', { ...hire, firstName: 'A\uffff' }, INTAKE_DIGESTS);

    expect(body).not.toContain('\uffff');
    expect(JSON.parse(body).firstName).toBe('A\uffff');
  });
});
