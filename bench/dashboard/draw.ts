import { type EChartsOption, init } from 'echarts';
import { type DataPoint, type Periods, seriesOf } from './data-points.ts';
import type { Widget } from './read-dashboard.ts';

const COLUMN = 58;
const ROW = 44;
const margin = { left: 52, right: 44, top: 74, bottom: 26 };
const small = { fontSize: 10 };

interface Recording {
  readonly points: readonly DataPoint[];
  readonly periods: Periods;
}

/** Draws the dashboard as an SVG in CloudWatch's layout, without metrics that have no data. */
export function drawDashboard(widgets: readonly Widget[], recording: Recording): string {
  const width = 24 * COLUMN;
  const height = Math.max(...widgets.map(({ y, height: rows }) => y + rows)) * ROW;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption(optionOf(widgets, recording));
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

function optionOf(widgets: readonly Widget[], recording: Recording): EChartsOption {
  const charts = widgets.filter(({ isNumber }) => !isNumber);
  const numbers = widgets.filter(({ isNumber }) => isNumber);
  const { periods, periodMs } = recording.periods;
  const times = Array.from({ length: periods }, (_, period) => (period * periodMs) / 1000);
  const series = charts.map((widget, index) => seriesIn(widget, index, recording));
  return {
    animation: false,
    backgroundColor: '#ffffff',
    title: [...widgets.map(titleOf), ...numbers.flatMap((widget) => figuresOf(widget, recording))],
    legend: charts.map(({ x, y, width }, index) => ({
      left: x * COLUMN + 12,
      top: y * ROW + 30,
      width: width * COLUMN - 24,
      itemWidth: 12,
      itemHeight: 8,
      itemGap: 20,
      textStyle: small,
      data: series[index]?.map(({ name }) => name) ?? [],
    })),
    grid: charts.map(({ x, y, width, height }) => ({
      left: x * COLUMN + margin.left,
      top: y * ROW + margin.top,
      width: width * COLUMN - margin.left - margin.right,
      height: height * ROW - margin.top - margin.bottom,
    })),
    xAxis: charts.map((_, gridIndex) => ({
      type: 'category' as const,
      gridIndex,
      data: times,
      boundaryGap: false,
      axisLabel: { ...small, formatter: '{value} s' },
    })),
    yAxis: charts.flatMap(axesOf),
    series: series.flat(),
  };
}

function titleOf({ x, y, title }: Widget) {
  return { left: x * COLUMN + 12, top: y * ROW + 8, text: title, textStyle: { fontSize: 13 } };
}

/** The sums over the whole recording, one below the other. */
function figuresOf({ x, y, metrics }: Widget, { points, periods }: Recording) {
  const whole = { ...periods, periodMs: periods.periodMs * periods.periods, periods: 1 };
  return metrics.map((metric, index) => ({
    left: x * COLUMN + 24,
    top: (y + 1) * ROW + index * 50,
    text: String(seriesOf(metric, points, whole)[0] ?? 0),
    subtext: metric.label,
    textStyle: { fontSize: 20 },
    subtextStyle: small,
    itemGap: 2,
  }));
}

function axesOf({ units }: Widget, gridIndex: number) {
  return (['left', 'right'] as const).map((position) => ({
    type: 'value' as const,
    gridIndex,
    position,
    name: units[position],
    min: 0,
    nameTextStyle: small,
    axisLabel: small,
    splitLine: { show: position === 'left' },
  }));
}

function seriesIn(widget: Widget, index: number, { points, periods }: Recording) {
  return widget.metrics.flatMap((metric) => {
    const data = seriesOf(metric, points, periods);
    if (!data.some((value) => value !== undefined && value > 0)) return [];
    return {
      type: 'line' as const,
      name: metric.label,
      symbol: 'none',
      data: data.map((value) => value ?? null),
      xAxisIndex: index,
      yAxisIndex: 2 * index + (metric.isOnTheRight ? 1 : 0),
      ...(widget.isStacked && { stack: String(index), areaStyle: {} }),
      connectNulls: true,
    };
  });
}
