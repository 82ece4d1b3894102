import { existsSync } from 'node:fs';
import { Option } from 'commander';
import { RULES_FILE } from '../explain/rules-file.ts';
import type { Name } from '../who.ts';
import { columnsOption } from './columns-option.ts';
import { UsageError } from './exit-code.ts';
import type { ExplainFileOptions } from './explain-file.ts';
import { helpText } from './help-text.ts';
import type { Host } from './host.ts';
import { onStack, stackCommand } from './on-stack.ts';
import { printable } from './printable.ts';
import { terminalFor } from './terminal.ts';
import { nameOf, WHO_HELP, withWhoOptions } from './who-option.ts';

interface Options extends ExplainFileOptions {
  readonly stack?: string;
  readonly local?: true;
  readonly profile?: string;
  readonly region?: string;
  readonly employee?: string;
  readonly address?: string;
  readonly request?: string;
}

const OPTIONS_OF_STACK = ['stack', 'local', 'profile', 'region'] as const;
const OPTIONS_OF_PERSON = ['employee', 'address', 'request'] as const;
const OPTIONS_OF_FILE = ['source', 'columns', 'only'] as const;

export const explainCommand = (host: Host) =>
  withWhoOptions(
    stackCommand({
      name: 'explain [file-or-who]',
      summary:
        'Shows which groups the rules of a file would give each hire; or which groups a person got, by which rules.',
      examples: [
        'explain hires.csv',
        'explain report.csv --source bamboohr --rules ./access-rules.yml',
        'explain hires.csv --only problems --json',
        'explain ada.okafor@example.com --stack joiner-prod',
        'explain --employee E-20411 --stack joiner-prod --rules ./access-rules.yml',
      ],
      json: `{ rulesVersion, hires: [{ row, line, address, groups: [{ group, rules: [{ number, line, because: [{ field, value }] }] }], reason? }], idleRules: [{ number, line }], counts, refusedRecords, leftOut, notes };
of a person: { people: [{ personKey?, state?, userId?, outcome?, rulesVersion?, appliedRules?, groups: [{ group, rules?: [{ number, line, conditions: [{ field, values }] }] }], hires: [{ from: "schedule" | "failed", key? | failedMessageId?, groups?, reason? }] }], rulesFile: { name, version? }, deployedRulesVersion?, failedInFlightElsewhere }`,
      exits:
        '0 every hire would get a group, or the person has groups, 1 one has or would get none, or is refused',
    }),
  )
    .option('--rules <file>', `the rules of groups (default: ${RULES_FILE})`)
    .option(
      '--source <name>',
      'the HR system that wrote the file: a name of `joiner sources list`, or a .yml file',
    )
    .addOption(columnsOption())
    .addOption(
      new Option('--only <what>', 'shows only the hires that would get no group').choices([
        'problems',
      ]),
    )
    .addHelpText(
      'after',
      helpText(
        '\nA path that exists is a file, and needs no stack. All else is a WHO, with --stack or --local. The groups of a person are those of its record; the rules are shown where the file has the version that gave them.',
        WHO_HELP,
      ),
    )
    .action(async (word: string | undefined, options: Options) => {
      const asked = whatToExplain(word, options);
      if (asked.kind === 'person')
        return onStack(host, options, async (ctx) => {
          const { explainPersonCommand } = await import('./explain-person.ts');
          return explainPersonCommand(asked.name, options.rules, ctx);
        });
      const { explainFile } = await import('./explain-file.ts');
      host.setExitCode(await explainFile(asked.path, options, terminalFor(host, options)));
    });

type Asked =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'person'; readonly name: Name };

/**
 * A file or a person: what the command line names without doubt.
 * @throws {UsageError} if it is neither, or both
 */
function whatToExplain(word: string | undefined, options: Options): Asked {
  const hasStack = OPTIONS_OF_STACK.some((option) => options[option] !== undefined);
  const namesPerson = OPTIONS_OF_PERSON.some((option) => options[option] !== undefined);
  const ofFile = OPTIONS_OF_FILE.filter((option) => options[option] !== undefined);
  if (word === undefined && !namesPerson)
    throw new UsageError(
      'What? Give a FILE of hires, or a person: WHO, --employee ID, --address ADDRESS or --request ID, with --stack NAME or --local.',
    );
  if (word !== undefined && !namesPerson && existsSync(word)) {
    if (!hasStack) return { kind: 'file', path: word };
    throw new UsageError(
      `${printable(word)} is a file, which needs no stack: leave out --stack, --local, --profile and --region. For a person of that name: --employee ID, --address ADDRESS or --request ID.`,
    );
  }
  // Without a stack, a word that is no address can only be a file that is not there: reading it says so.
  if (word !== undefined && !namesPerson && !hasStack && !word.includes('@'))
    return { kind: 'file', path: word };
  if (ofFile.length > 0)
    throw new UsageError(
      `--${ofFile.join(' and --')} ${ofFile.length === 1 ? 'is' : 'are'} for a file of hires, and there is no file here: leave it out, or correct the path.`,
    );
  return { kind: 'person', name: nameOf(word, options) };
}
