import fc from 'fast-check';

/** The people that a story is about. */
export const PEOPLE = [
  'ada.lovelace@example.com',
  'grace.hopper@example.com',
  'alan.turing@example.com',
] as const;

/** Has a zero width space, which the contract allows and Identity Center does not. */
const BEYOND_LIMITS = 'Ada\u200b';

/** What no log may contain. */
export const PERSONAL_DATA = /lovelace|hopper|turing|augusta|byron|example\.com/i;

interface Request {
  readonly person: number;
  readonly isMixedCase: boolean;
  readonly isWrapped: boolean;
  readonly employeeId: string | undefined;
  readonly startDate: string | undefined;
  readonly department: string | undefined;
}

/** What HR asks for, in few variants, so that requests repeat and contradict each other. */
const request = fc.record({
  // Most about the first, so that messages meet.
  person: fc.constantFrom(0, 0, 0, 0, 0, 1, 1, 2),
  isMixedCase: fc.boolean(),
  firstName: fc.constantFrom(
    ...['Ada', 'Ada', 'Ada', 'Augusta', undefined, BEYOND_LIMITS, 'x'.repeat(257)],
  ),
  lastName: fc.constantFrom('Byron', 'Byron', 'Byron', 'Byron', undefined),
  type: fc.constantFrom('APP_USER', 'APP_USER', 'APP_USER', 'SUPER_USER'),
  // A person's own id, and one that several people have by mistake.
  employeeId: fc.constantFrom(undefined, undefined, 'own', 'E-9'),
  // A day that is near, and one that is not, as a story begins on the second.
  startDate: fc.constantFrom(...Array(6).fill(undefined), '2026-03-03', '2026-03-05'),
  // What the rules of groups compare.
  department: fc.constantFrom(undefined, undefined, 'sales', 'support'),
  requestId: fc.constantFrom('request-1', 'request-2', undefined),
  isWrapped: fc.boolean(),
});

/** Bodies of messages about hires. Some are refused by the schema. */
export const hireBody = fc.oneof(
  { weight: 20, arbitrary: request.map(bodyOf) },
  { weight: 1, arbitrary: fc.constant('no JSON') },
);

function bodyOf({ person, isMixedCase, isWrapped, employeeId, ...others }: Request): string {
  const address = PEOPLE[person] ?? PEOPLE[0];
  const fields = { ...others, employeeId: employeeId === 'own' ? `E-${person}` : employeeId };
  const hire = { emailAddress: isMixedCase ? otherCaseOf(address) : address, ...fields };
  return JSON.stringify(
    isWrapped
      ? { specversion: '1.0', type: 'hired', source: 'hr', id: `event-${person}`, data: hire }
      : hire,
  );
}

/** The same hire with another day, or without one. */
export function onOtherDay(body: string, startDate: string | undefined): string {
  return body.includes('"startDate"')
    ? body.replace(/"startDate":"[^"]*"/, `"startDate":"${startDate ?? ''}"`)
    : body.replace('"emailAddress"', `"startDate":"${startDate ?? ''}","emailAddress"`);
}

/** The days of hires. */
export const DAYS = [undefined, '2026-03-03', '2026-03-04', '2026-03-05'] as const;

/** The same hire with another person's address: HR has mistaken one, and corrects it. */
export function atOtherAddress(body: string): string {
  const from = PEOPLE.findIndex((address) => body.toLowerCase().includes(address));
  const to = PEOPLE[(from + 1) % PEOPLE.length] ?? PEOPLE[0];
  return body.replace(/[\w.]+@example\.com/gi, to);
}

/** The same body with every address in other letter case. */
export function inOtherCase(body: string): string {
  return body.replace(/[\w.]+@example\.com/gi, otherCaseOf);
}

function otherCaseOf(address: string): string {
  return address === address.toLowerCase() ? capitalized(address) : address.toLowerCase();
}

export function capitalized(address: string): string {
  return address.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}
