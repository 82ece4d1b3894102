/** The sections of docs/how-things-go-wrong.md: each fault is explained in one of them. */
export const SECTIONS = [
  'Killed',
  'Deletion lost',
  'Answer lost',
  'Throttled',
  'A budget of creations',
  'Outage',
  'Delivered twice',
  'Instances side by side',
  'Redriven',
  'Bad input',
  'An account was there before',
  'One employee, several addresses',
  'A group that is not granted',
  'A first day',
  "An HR system's file",
  'Reads that lag',
  'Paused',
  'Rules change',
  'Erased',
  'Expired',
  'Reassigned',
  'The clock',
  'The proof itself',
] as const;

export type Section = (typeof SECTIONS)[number];
