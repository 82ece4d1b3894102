/** The sections of docs/how-things-go-wrong.md: every fault is told of in one of them. */
export const SECTIONS = [
  'Killed',
  'Deletion lost',
  'Answer lost',
  'Throttled',
  'Outage',
  'Delivered twice',
  'Instances side by side',
  'Redriven',
  'Bad input',
  'Somebody was there before',
  'Rules change',
  'The clock',
  'The proof itself',
] as const;

export type Section = (typeof SECTIONS)[number];
