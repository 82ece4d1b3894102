/** The pages that the navigation names, in its order. */
export const PAGES = [
  ['today', 'Today'],
  ['failed', 'Failed'],
  ['person', 'Person'],
  ['scheduled', 'Scheduled'],
  ['send', 'Send'],
  ['health', 'Health'],
] as const;

export type PageName = (typeof PAGES)[number][0];
