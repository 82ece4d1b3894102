import type { Picture } from './picture.ts';

/** The way of a hire, as a people team sees it. */
export const HIRE_FLOW: Picture = {
  width: 960,
  height: 470,
  about:
    'A hire goes from the HR system to Joiner, which checks it. If something is wrong, it comes back with the reason: correct it and send it again. If the first day has not come, it waits for it. Otherwise the account is made at once, and you get its user id.',
  boxes: [
    {
      x: 24,
      y: 186,
      fill: 'plain',
      title: 'Your HR system',
      lines: ['exports the list of hires,', 'or reports each one'],
    },
    {
      x: 300,
      y: 186,
      fill: 'plain',
      title: 'Joiner checks it',
      lines: ['work e-mail, name,', 'employee number, first day'],
    },
    {
      x: 726,
      y: 30,
      fill: 'waits',
      title: 'It waits for its day',
      lines: ['you get: scheduled,', 'with the day'],
    },
    {
      x: 726,
      y: 186,
      fill: 'done',
      title: 'The account is made',
      lines: ['you get: provisioned,', 'with the user id'],
    },
    {
      x: 726,
      y: 342,
      fill: 'wrong',
      title: 'It comes back',
      lines: ['you get: rejected,', 'with what to correct'],
    },
  ],
  arrows: [
    {
      points: [
        [234, 232],
        [299, 232],
      ],
    },
    {
      points: [
        [405, 186],
        [405, 76],
        [725, 76],
      ],
      label: { x: 565, y: 66, text: 'the first day has not come' },
    },
    {
      points: [
        [510, 232],
        [725, 232],
      ],
      label: { x: 617, y: 222, text: 'all is right' },
    },
    {
      points: [
        [405, 278],
        [405, 388],
        [725, 388],
      ],
      label: { x: 565, y: 378, text: 'something is wrong' },
    },
    {
      points: [
        [831, 122],
        [831, 185],
      ],
      label: { x: 880, y: 158, text: 'on the day' },
    },
    {
      points: [
        [831, 434],
        [831, 450],
        [129, 450],
        [129, 279],
      ],
      label: { x: 255, y: 440, text: 'you correct it, and send it again' },
    },
  ],
};
