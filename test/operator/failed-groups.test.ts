import { expect, test } from '@jest/globals';
import { groupsOf } from '../../src/operator/failed/failed-groups.ts';
import type { ListedMessage } from '../../src/operator/failed/failed-message.ts';

const failed = (message: string): ListedMessage => ({
  id: message,
  queue: 'rejected',
  origin: 'intake',
  source: 'bamboohr',
  reason: { code: 'repeated-record', message },
  requestId: 'r',
  firstSeenAtMs: 0,
  failedAtMs: 0,
  bodyDigest: 'd',
  isVerified: true,
});

test('repeated records are one group, whichever record decides in their place', () => {
  const groups = groupsOf([
    failed('bamboohr, record 2, line 3, after record 1, line 2: must not be repeated'),
    failed('bamboohr, record 9, line 10, after record 4, line 5: must not be repeated'),
  ]);

  expect(groups).toMatchObject([{ rule: 'must not be repeated' }]);
});
