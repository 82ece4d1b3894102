import type { Page } from 'playwright-core';
import type { OperatedStack } from '../operator/operated-stack.ts';
import { dayFromNow, storeWaiting } from '../operator/waiting-hire.ts';
import type { Hand } from './hand.ts';

const NAMES = [
  'Ada Okafor',
  'Grace Demir',
  'Noor Lindqvist',
  'Kofi Silva',
  'Ingrid Byrne',
  'Mei Yamada',
];

interface Hire {
  readonly requestId: string;
  readonly employeeId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly emailAddress: string;
  readonly type?: string;
}

/** The hire with a number; all differ. */
export function hireNumber(number: number): Hire {
  const [firstName = '', lastName = ''] = (NAMES[number % NAMES.length] ?? '').split(' ');
  return {
    requestId: `2026-11-30-${String(number).padStart(3, '0')}`,
    employeeId: `E-${20_000 + number}`,
    firstName,
    lastName,
    emailAddress: `${firstName}.${lastName}.${number}@example.com`.toLowerCase(),
  };
}

export interface Day {
  readonly ready: number;
  readonly deadLetters: number;
  readonly badAddresses: number;
  readonly superUsers: number;
  readonly scheduled: number;
}

/** A day of a stack: people who are ready, who failed for three reasons, and who start later. */
export async function spendDay(service: OperatedStack, day: Day): Promise<void> {
  let number = 0;
  const next = () => {
    number += 1;
    return hireNumber(number);
  };
  const several = (count: number) => Array.from({ length: count }, next);
  for (const hire of several(day.ready)) await service.send(JSON.stringify(hire));
  for (const hire of several(day.badAddresses))
    await service.send(
      JSON.stringify({ ...hire, emailAddress: hire.emailAddress.replace('@', '.') }),
    );
  for (const hire of several(day.superUsers))
    await service.send(JSON.stringify({ ...hire, type: 'SUPER_USER' }));
  await service.untilDone();
  await service.putDeadLetters(several(day.deadLetters).map((hire) => JSON.stringify(hire)));
  for (const [index, hire] of several(day.scheduled).entries())
    await storeWaiting(service.operated, {
      ...hire,
      dueAtMs: Date.parse(dayFromNow(1 + (index % 4))),
      askedAtMs: Date.now() - 60_000,
    });
}

/** A small one, for tests. */
export function spendSampleDay(service: OperatedStack): Promise<void> {
  return spendDay(service, {
    ready: 2,
    badAddresses: 1,
    superUsers: 1,
    deadLetters: 3,
    scheduled: 2,
  });
}

/** Looks up a person who is ready on any day. */
export async function lookUp(hand: Hand): Promise<void> {
  await hand.follow('Person');
  await hand.type('Who', hireNumber(1).emailAddress);
  await hand.press('Look up');
}

/** Checks a file with a person who is ready, and one who needs a person. */
export async function checkFile(hand: Hand, page: Page): Promise<void> {
  await hand.follow('Send');
  const hires = [hireNumber(1), { ...hireNumber(90), emailAddress: 'none' }];
  await page.setInputFiles('#file', {
    name: 'today.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(hires)),
  });
  await hand.press('Check the file');
}
