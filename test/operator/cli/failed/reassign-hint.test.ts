import { describe, expect, test } from '@jest/globals';
import { reassignHint } from '../../../../src/operator/cli/failed/reassign-hint.ts';
import type { ListedMessage } from '../../../../src/operator/failed/failed-message.ts';

const message = (changes: Partial<ListedMessage> = {}): ListedMessage => ({
  id: 'm-1',
  origin: 'new-hires',
  queue: 'rejected',
  reason: { code: 'address-belongs-to-another', message: 'No.' },
  requestId: 'R-1',
  employeeId: 'E-1',
  address: 'ada@example.com',
  personKey: 'user#a',
  firstSeenAtMs: 0,
  failedAtMs: 0,
  bodyDigest: '',
  isVerified: true,
  ...changes,
});

const withCode = (code: string) => message({ reason: { code, message: 'No.' } });

describe('the hint to reassign', () => {
  test.each(['employee-at-another-address', 'address-belongs-to-another', 'employee-in-progress'])(
    'is given for %s, with the command to copy',
    (code) => {
      expect(reassignHint(withCode(code))).toEqual([
        expect.stringContaining('no edit helps'),
        'joiner reassign ada@example.com --employee E-1 --why TEXT',
        'joiner failed replay m-1',
      ]);
    },
  );

  test('keeps an address that begins as an option from being one', () => {
    expect(reassignHint(message({ address: '--yes@example.com' }))).toContain(
      'joiner reassign --employee E-1 --why TEXT -- --yes@example.com',
    );
  });

  test('quotes what a shell would take apart', () => {
    const hint = reassignHint(message({ employeeId: '$(id)', address: "o'brien@example.com" }));

    expect(hint).toContain(
      `joiner reassign 'o'"'"'brien@example.com' --employee '$(id)' --why TEXT`,
    );
  });

  test.each([
    ['another reason', withCode('outside-policy')],
    ['a message without an employee id', (({ employeeId, ...rest }) => rest)(message())],
    ['a message of an unknown sender', message({ isVerified: false })],
    ['a message without a valid address', (({ personKey, ...rest }) => rest)(message())],
  ])('is not given for %s', (_, one) => {
    expect(reassignHint(one)).toBeUndefined();
  });
});
