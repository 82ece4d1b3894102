/** The parts of CloudWatch's dashboard body that our dashboard uses. */
interface Body {
  readonly widgets: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly properties: {
      readonly title: string;
      readonly view?: 'singleValue';
      readonly stacked?: boolean;
      readonly stat?: string;
      readonly yAxis?: Readonly<Record<'left' | 'right', { readonly label?: string }>>;
      readonly annotations?: {
        readonly horizontal: readonly { readonly label: string; readonly value: number }[];
      };
      readonly metrics: readonly (readonly (string | MetricOptions)[])[];
    };
  }[];
}

interface MetricOptions {
  readonly stat?: string;
  readonly label?: string;
  readonly yAxis?: 'right';
  readonly id?: string;
  readonly visible?: boolean;
  readonly expression?: string;
}

export interface DashboardMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** `Sum`, `Maximum`, `p90`. */
  readonly stat: string;
  readonly label: string;
  readonly isOnTheRight: boolean;
  /** Divides every value: `id / divisor` is the only kind of expression that the dashboard has. */
  readonly divisor: number;
}

export type Widget = Omit<Body['widgets'][number], 'properties'> & {
  readonly title: string;
  readonly isNumber: boolean;
  readonly isStacked: boolean;
  readonly units: { readonly left: string; readonly right: string };
  readonly lines: readonly { readonly label: string; readonly value: number }[];
  readonly metrics: readonly DashboardMetric[];
};

/** Reads a dashboard body and expands its shorthand. */
export function readDashboard(body: string): readonly Widget[] {
  const { widgets }: Body = JSON.parse(body);
  return widgets.map(({ properties, ...place }) => ({
    ...place,
    title: properties.title,
    isNumber: properties.view === 'singleValue',
    isStacked: properties.stacked ?? false,
    units: {
      left: properties.yAxis?.left?.label ?? '',
      right: properties.yAxis?.right?.label ?? '',
    },
    lines: properties.annotations?.horizontal ?? [],
    metrics: metricsOf(properties),
  }));
}

function metricsOf({ metrics, stat }: Body['widgets'][number]['properties']): DashboardMetric[] {
  let above: readonly string[] = [];
  const expressions = metrics.flatMap(optionsOf).filter(({ expression }) => expression);
  return metrics.flatMap((row) => {
    const cells = row.filter((cell) => typeof cell === 'string');
    if (cells.length === 0) return [];
    above = expandShorthand(cells, above);
    const [namespace = '', name = '', ...pairs] = above;
    const [options = {}] = optionsOf(row);
    const { expression, label = options.label } =
      expressions.find((one) => one.expression?.startsWith(`${options.id} / `)) ?? {};
    return {
      namespace,
      name,
      dimensions: dimensionsOf(pairs),
      stat: options.stat ?? stat ?? 'Average',
      label: label ?? name,
      isOnTheRight: options.yAxis === 'right',
      divisor: Number(/ \/ (\d+)$/.exec(expression ?? '')?.[1] ?? 1),
    };
  });
}

function optionsOf(row: readonly (string | MetricOptions)[]): MetricOptions[] {
  return row.filter((cell) => typeof cell !== 'string');
}

/** `.` repeats the cell above, `...` repeats all cells above but the last ones. */
function expandShorthand(cells: readonly string[], above: readonly string[]): readonly string[] {
  const [first, ...rest] = cells;
  if (first === '...') return [...above.slice(0, above.length - rest.length), ...rest];
  return cells.map((cell, index) => (cell === '.' ? (above[index] ?? '') : cell));
}

function dimensionsOf(pairs: readonly string[]): Readonly<Record<string, string>> {
  const names = pairs.filter((_, index) => index % 2 === 0);
  return Object.fromEntries(names.map((name, index) => [name, pairs[2 * index + 1] ?? '']));
}
