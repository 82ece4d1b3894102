import { init } from 'echarts';
import { allowed, type Day, type Second } from './day.ts';

/** Rates are means over this window: those of single seconds fluctuate with the batches. */
const WINDOW_SECONDS = 5;

const INK = '#24292f';
const FAINT = '#d0d7de';
const colors = {
  accounts: '#0969da',
  allowed: '#1a7f37',
  throttled: '#cf222e',
  waiting: '#8250df',
};
const axis = {
  type: 'value',
  min: 0,
  nameLocation: 'middle',
  nameTextStyle: { color: INK, fontSize: 13 },
  axisLabel: { color: INK, fontSize: 12 },
} as const;
const size = { width: 960, height: 560 };
const LEFT = 72;
const RIGHT = 28;

/** Draws the day as an SVG, with a light background so that it is readable on dark pages. */
export function curveOf(day: Day): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
  chart.setOption(optionOf(day));
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}

function optionOf({ hires, seconds }: Day) {
  const thousands = new Intl.NumberFormat('en-US');
  const rate = (of: (second: Second) => number) => rates(seconds.map(of));
  const end = seconds.length - 1;
  return {
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: 'Helvetica, Arial, sans-serif', color: INK },
    title: {
      text: `A first day: ${thousands.format(hires)} hires at once`,
      subtext: `The directory allows ${allowed.perSecond} creations a second, and no setting says so. Rates are means of ${WINDOW_SECONDS} seconds.`,
      left: 24,
      top: 14,
      textStyle: { color: INK, fontSize: 20 },
      subtextStyle: { color: INK, fontSize: 13 },
    },
    legend: {
      top: 76,
      left: LEFT - 8,
      itemGap: 24,
      icon: 'roundRect',
      itemWidth: 22,
      itemHeight: 5,
      textStyle: { color: INK, fontSize: 13 },
      data: ['accounts', 'allowed', 'throttled calls'],
    },
    grid: [
      { left: LEFT, right: RIGHT, top: 126, height: 210 },
      { left: LEFT, right: RIGHT, top: 388, height: 110 },
    ],
    xAxis: [
      { ...timeAxis(end), gridIndex: 0, axisLabel: { show: false } },
      { ...timeAxis(end), gridIndex: 1, name: 'seconds since the first message was taken' },
    ],
    yAxis: [
      { ...valueAxis('per second'), gridIndex: 0 },
      { ...valueAxis('messages waiting'), gridIndex: 1, max: hires, interval: hires / 2 },
    ],
    series: [
      line(
        'accounts',
        0,
        colors.accounts,
        rate(({ accounts }) => accounts),
      ),
      {
        ...line('allowed', 0, colors.allowed, [
          [0, allowed.perSecond],
          [end, allowed.perSecond],
        ]),
        lineStyle: { color: colors.allowed, width: 2, type: [6, 5] },
      },
      area(
        'throttled calls',
        0,
        colors.throttled,
        rate(({ throttled }) => throttled),
      ),
      area(
        'waiting',
        1,
        colors.waiting,
        seconds.map(({ waiting }, second) => [second, waiting]),
      ),
    ],
  };
}

/** One point per complete window, at its middle. */
function rates(perSecond: readonly number[]): number[][] {
  const windows = Math.floor(perSecond.length / WINDOW_SECONDS);
  return Array.from({ length: windows }, (_, index) => {
    const from = index * WINDOW_SECONDS;
    const window = perSecond.slice(from, from + WINDOW_SECONDS);
    const sum = window.reduce((total, one) => total + one, 0);
    return [from + WINDOW_SECONDS / 2, sum / WINDOW_SECONDS];
  });
}

function line(name: string, panel: number, color: string, data: readonly number[][]) {
  return {
    name,
    type: 'line' as const,
    data: [...data],
    xAxisIndex: panel,
    yAxisIndex: panel,
    showSymbol: false,
    lineStyle: { color, width: 2 },
    itemStyle: { color },
  };
}

function area(name: string, panel: number, color: string, data: readonly number[][]) {
  return { ...line(name, panel, color, data), areaStyle: { color, opacity: 0.2 } };
}

function timeAxis(max: number) {
  return {
    ...axis,
    max,
    nameGap: 30,
    axisLine: { show: true, lineStyle: { color: INK } },
    splitLine: { show: false },
  };
}

function valueAxis(name: string) {
  return { ...axis, name, nameGap: 48, splitLine: { lineStyle: { color: FAINT } } };
}
