import type { Html } from './html.ts';
import { createMemory } from './memory.ts';
import type { PageName } from './page-names.ts';

/** What work came to: a page, or the address of one, within the console. */
export type JobEnd =
  | {
      readonly kind: 'page';
      readonly title: string;
      readonly current?: PageName;
      readonly body: Html;
    }
  | { readonly kind: 'go-to'; readonly place: string }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Work that may take longer than a person waits for a page. */
export interface Job {
  readonly id: string;
  readonly title: string;
  /** How far it is. */
  line(): string;
  /** Absent while it runs. */
  end(): JobEnd | undefined;
  /** Settles when the work ends, also when it fails. */
  readonly ended: Promise<void>;
}

export interface Jobs {
  start(title: string, work: (show: (line: string) => void) => Promise<JobEnd>): Job;
  find(id: string): Job | undefined;
  areRunning(): boolean;
  settled(): Promise<void>;
}

const MOST_KEPT = 50;

/** @param onEnd called after each job */
export function createJobs(onEnd: () => void): Jobs {
  const memory = createMemory<Job>(MOST_KEPT);
  const running = new Set<Promise<void>>();
  return {
    start(title, work) {
      let line = '';
      let end: JobEnd | undefined;
      const show = (text: string) => {
        line = text;
      };
      const ended = work(show)
        .catch((error: unknown): JobEnd => ({ kind: 'failed', error }))
        .then((settled) => {
          end = settled;
          running.delete(ended);
          onEnd();
        });
      running.add(ended);
      const job = { title, line: () => line, end: () => end, ended };
      const id = memory.keep({ id: '', ...job });
      return { ...job, id };
    },
    find(id) {
      const job = memory.find(id);
      return job && { ...job, id };
    },
    areRunning: () => running.size > 0,
    settled: async () => void (await Promise.all(running)),
  };
}
