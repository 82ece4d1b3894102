import { randomUUID } from 'node:crypto';
import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type {
  ClaimResult,
  CompleteResult,
  Completion,
  FailResult,
  Failure,
  UsersStore,
} from '../provisioning/ports.ts';
import type { ProvisionedRecord, UserRecord } from '../provisioning/record.ts';
import { type ConditionalUpdate, type UpdateAnswer, updateIf } from './conditional-update.ts';
import {
  claimUpdate,
  completeUpdate,
  failUpdate,
  reopenUpdate,
  saveSearchUpdate,
} from './transitions.ts';
import { type Item, UserItemError, userRecordOf } from './user-item.ts';

/**
 * The users table on DynamoDB: partition key `pk` (string), nothing else. Every transition is one
 * conditional UpdateItem and no read.
 * A method throws whatever the SDK throws but a failed condition, and UserItemError for an item that
 * Joiner did not write.
 */
export function createUsersTable(table: {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}): UsersStore {
  const write = (update: ConditionalUpdate, signal: AbortSignal) => updateIf(table, update, signal);

  return {
    async claim(claim, signal) {
      const claimToken = randomUUID();
      return claimAnswerOf(await write(claimUpdate(claim, claimToken), signal), claimToken);
    },

    async complete(completion, signal) {
      return completeAnswerOf(await write(completeUpdate(completion), signal), completion);
    },

    async fail(failure, signal) {
      return failAnswerOf(await write(failUpdate(failure), signal), failure);
    },

    async reopen(claim, goneUserId, signal) {
      const claimToken = randomUUID();
      const update = reopenUpdate(claim, goneUserId, claimToken);
      return claimAnswerOf(await write(update, signal), claimToken);
    },

    async saveSearch(personKey, attempts, search, signal) {
      const answer = await write(saveSearchUpdate(personKey, attempts, search), signal);
      return { kind: answer.kind === 'written' ? 'saved' : 'refused' };
    },

    async read(personKey, signal) {
      const { client, tableName } = table;
      const { Item } = await client.send(
        new GetItemCommand({
          TableName: tableName,
          Key: { pk: { S: personKey } },
          ConsistentRead: true,
        }),
        { abortSignal: signal },
      );
      return Item && userRecordOf(Item);
    },
  };
}

/** The SDK may send a write twice; the second finds what the first wrote, known by its claim token. */
function claimAnswerOf({ kind, item }: UpdateAnswer, claimToken: string): ClaimResult {
  const record = recordOf(item);
  if (record === undefined)
    throw new Error('DynamoDB refused a claim of a person without a record.');
  const isOurs = kind === 'written' || item?.['claimToken']?.S === claimToken;
  if (!isOurs) return { kind: 'refused', record };
  if (record.state !== 'CREATING') throw new UserItemError('state');
  return { kind: 'claimed', record };
}

function completeAnswerOf({ kind, item }: UpdateAnswer, completion: Completion): CompleteResult {
  const record = recordOf(item);
  if (record?.state === 'PROVISIONED' && (kind === 'written' || isWriteOf(completion, record)))
    return { kind: 'completed', record };
  if (kind === 'written') throw new UserItemError('state');
  return { kind: 'refused', record };
}

function isWriteOf(completion: Completion, record: ProvisionedRecord): boolean {
  return (
    record.userId === completion.userId &&
    record.outcome === completion.outcome &&
    record.requestKey === completion.requestKey &&
    record.requestedDigest === completion.requestedDigest &&
    record.completedAtMs === completion.completedAtMs
  );
}

function failAnswerOf({ kind, item }: UpdateAnswer, failure: Failure): FailResult {
  if (kind === 'written') return { kind: 'failed' };
  const record = recordOf(item);
  const isOurs =
    record?.state === 'FAILED' &&
    record.attempts === failure.attempts &&
    record.reasonCode === failure.reason.code &&
    record.failedAtMs === failure.failedAtMs;
  return isOurs ? { kind: 'failed' } : { kind: 'refused', record };
}

function recordOf(item: Item | undefined): UserRecord | undefined {
  return item && userRecordOf(item);
}
