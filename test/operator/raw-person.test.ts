import { expect, test } from '@jest/globals';
import { rawPersonOf } from '../../src/operator/failed/raw-person.ts';
import { rawRefusal } from '../../src/operator/failed/raw-refusal.ts';
import { UnknownSourceError } from '../../src/operator/sources/source-folder.ts';
import { PROVENANCE } from '../support/operator/hire-plans.ts';

const { digests } = PROVENANCE;
const bounds = { digests, policy: { acceptedEventTypes: [] } } as never;
const BODY = '{"Employee #":"7","Work Email":"ada@example.com"}';

// The first is there and no source, the second is one by its path.
test.each(['serverless.yml', 'sources/bamboohr.yml', '../sources/bamboohr'])(
  'a source that a message names is no path: %s',
  async (source) => {
    const message = { source, body: BODY };

    expect(await rawPersonOf(message, digests)).toEqual({});
    await expect(rawRefusal(message, bounds)).rejects.toThrow(UnknownSourceError);
  },
);
