/** A message, as far as SQS's metrics see it. */
export interface QueuedMessage {
  readonly id: string;
  readonly body: string;
  /** Epoch milliseconds, as all times here. The retention counts from here, also after a move. */
  readonly sentAtMs: number;
  /** The age counts from here: of a message that SQS moved, from the move. */
  readonly inQueueSinceMs: number;
  visibleAtMs: number;
  receives: number;
  firstReceivedAtMs: number;
}

/** What SQS knows of a queue at the end of a minute. */
export interface QueueMinute {
  /** Holds messages, or was accessed within six hours. */
  readonly isActive: boolean;
  readonly visible: number;
  readonly notVisible: number;
  /** Seconds; leaves out messages that were received three times or more. */
  readonly oldestAge: number | undefined;
  /** Undefined where nothing asked for messages. */
  readonly received: number | undefined;
  /** Without those that SQS itself moved here. */
  readonly sent: number;
}

export interface QueueRules {
  readonly retentionSeconds: number;
  readonly visibilitySeconds: number;
}

export type QueueModel = ReturnType<typeof createQueueModel>;

/** By logical id. */
export type Queues = Readonly<
  Record<
    'NewHireQueue' | 'DeadLetterQueue' | 'RejectedQueue' | 'CompletionQueue' | 'IntakeQueue',
    QueueModel
  >
>;

const ACTIVE_MS = 6 * 3_600_000;
const RECEIVES_LEFT_OUT = 3;

/**
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/monitoring-using-cloudwatch.html
 */
export function createQueueModel({ retentionSeconds, visibilitySeconds }: QueueRules) {
  let messages: QueuedMessage[] = [];
  let ids = 0;
  let accessedAtMs = Number.NEGATIVE_INFINITY;
  let received: number | undefined;
  let sent = 0;
  const minutes: QueueMinute[] = [];
  const lostAtMs: number[] = [];

  function put(message: Pick<QueuedMessage, 'body' | 'sentAtMs' | 'inQueueSinceMs'>): void {
    ids += 1;
    messages.push({
      ...message,
      id: `message-${ids}`,
      visibleAtMs: message.inQueueSinceMs,
      receives: 0,
      firstReceivedAtMs: 0,
    });
  }

  return {
    minutes: minutes as readonly QueueMinute[],
    /** When retention ended for messages that were still there. */
    lostAtMs: lostAtMs as readonly number[],
    size: () => messages.length,

    send(nowMs: number, count: number, body = '') {
      if (count === 0) return;
      accessedAtMs = nowMs;
      sent += count;
      for (let left = count; left > 0; left -= 1)
        put({ body, sentAtMs: nowMs, inQueueSinceMs: nowMs });
    },

    /** As SQS moves a message that was received too often. */
    moveHere(sentAtMs: number, nowMs: number) {
      put({ body: '', sentAtMs, inQueueSinceMs: nowMs });
    },

    receive(nowMs: number, most: number, hiddenSeconds = visibilitySeconds) {
      accessedAtMs = nowMs;
      const batch = messages.filter(({ visibleAtMs }) => visibleAtMs <= nowMs).slice(0, most);
      for (const message of batch) {
        if (message.receives === 0) message.firstReceivedAtMs = nowMs;
        message.receives += 1;
        message.visibleAtMs = nowMs + hiddenSeconds * 1000;
      }
      received = (received ?? 0) + batch.length;
      return batch as readonly QueuedMessage[];
    },

    remove({ id }: QueuedMessage) {
      messages = messages.filter((message) => message.id !== id);
    },

    removeAll(nowMs: number) {
      accessedAtMs = nowMs;
      messages = [];
    },

    /** When the first message is visible; Infinity without any. */
    nextVisibleAtMs: () => Math.min(...messages.map(({ visibleAtMs }) => visibleAtMs)),

    closeMinute(endMs: number) {
      const isLost = ({ sentAtMs }: QueuedMessage) => endMs - sentAtMs >= retentionSeconds * 1000;
      for (const _ of messages.filter(isLost)) lostAtMs.push(endMs);
      messages = messages.filter((message) => !isLost(message));
      const visible = messages.filter(({ visibleAtMs }) => visibleAtMs < endMs).length;
      const counted = messages.filter(({ receives }) => receives < RECEIVES_LEFT_OUT);
      const oldestMs = Math.min(...counted.map(({ inQueueSinceMs }) => inQueueSinceMs));
      minutes.push({
        isActive: messages.length > 0 || endMs - accessedAtMs < ACTIVE_MS,
        visible,
        notVisible: messages.length - visible,
        oldestAge: counted.length === 0 ? undefined : (endMs - oldestMs) / 1000,
        received,
        sent,
      });
      received = undefined;
      sent = 0;
    },
  };
}
