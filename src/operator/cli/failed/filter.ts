import { type Command, Option } from 'commander';
import type { FailedFilter } from '../../failed/failed-message.ts';
import { UsageError } from '../exit-code.ts';
import { sinceOption } from '../format.ts';

interface FilterOptions extends Omit<FailedFilter, 'sinceMs' | 'id'> {
  readonly since?: number;
}

/** The same filters for every command on failed messages. */
export function withFilters(command: Command): Command {
  return command
    .option('--reason <code>', 'only those with this reason')
    .option('--employee <id>', 'only those about this employee')
    .option('--request <id>', 'only those of this request')
    .option('--source <name>', 'only those that the intake got from this HR system')
    .option('--since <when>', 'only those that failed since: 90m, 2h, 3d, 2026-11-02', sinceOption)
    .addOption(
      new Option('--queue <name>', 'only those in this queue').choices(['dead-letter', 'rejected']),
    );
}

export function filterOf(options: object): FailedFilter {
  const { reason, employee, request, source, since, queue } = options as FilterOptions;
  return { reason, employee, request, source, queue, sinceMs: since };
}

/**
 * For a command that must not act on every message by mistake.
 * @throws {UsageError} unless an id, a filter or `--all` is given
 */
export function selectionOf(
  id: string | undefined,
  options: { readonly all?: true },
): FailedFilter {
  const filter = { ...filterOf(options), id };
  const isNarrowed = Object.values(filter).some((value) => value !== undefined);
  if (isNarrowed || options.all) return filter;
  throw new UsageError('Which messages? Give an id, a filter such as --reason, or --all.');
}
