import addCompletionTo from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { MESSAGE_REASON_CODES } from '../../contracts/reason.ts';
import { TARGET_REASON_CODES } from '../../provisioning/check-target.ts';
import { RETRY_CAUSES } from '../../provisioning/hire-result.ts';
import { REASONS, REFUSED_AFTER_ATTEMPT } from '../../provisioning/reasons.ts';
import { sourceNames } from '../sources/source-folder.ts';
import { UsageError } from './exit-code.ts';
import type { Host } from './host.ts';

/** Of a message that SQS moved: see `failed-message.ts`. */
const WITHOUT_REASON = 'no-reason';

/** The codes with which a message can be rejected or dead-lettered. */
const REASON_CODES: readonly string[] = [
  ...MESSAGE_REASON_CODES,
  ...TARGET_REASON_CODES,
  ...Object.values(REASONS).map(({ code }) => code),
  REFUSED_AFTER_ATTEMPT,
  ...Object.keys(RETRY_CAUSES),
  WITHOUT_REASON,
];

/**
 * For bash alone: the script of the package that does the others needs bash-completion, which many
 * systems do not have. Where nothing matches, such as for a file, bash completes by itself.
 */
const BASH_SCRIPT = `# bash completion for joiner
_joiner_complete() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    line=\${line%%$'\\t'*}
    [[ $line == :* || $line != "\${COMP_WORDS[COMP_CWORD]}"* ]] || COMPREPLY+=("$line")
  done < <(joiner complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _joiner_complete joiner`;

/**
 * For zsh: the script of the package runs `eval` on a part of the word that is completed, and so the text of an
 * employee id in a line that was pasted. `(Q)` only takes quotes off, and `compset` compares.
 */
const ZSH_SCRIPT = `#compdef joiner
# zsh completion for joiner
_joiner() {
  local line
  local -a found
  while IFS= read -r line; do
    [[ $line == :* ]] && continue
    line=\${line//:/\\\\:}
    found+=("\${line/$'\\t'/:}")
  done < <(joiner complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)
  [[ $PREFIX == --*=* ]] && compset -P '*='
  _describe completions found || _files
}
if [[ $funcstack[1] == _joiner ]]; then _joiner; else compdef _joiner joiner; fi`;

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'];

function completeSource(complete: (value: string, description: string) => void): void {
  for (const name of sourceNames()) complete(name, '');
}

/** Adds the command that prints the completion of a shell, and which that completion calls. */
export function addCompletion(program: Command, host: Host): void {
  const completion = addCompletionTo(program);
  for (const [command, { options, arguments: given }] of completion.commands) {
    const reason = options.get('reason');
    if (reason)
      reason.handler = (complete) => {
        for (const code of REASON_CODES) complete(code, '');
      };
    const source = options.get('source');
    if (source) source.handler = completeSource;
    const sourceName = command.startsWith('sources ') ? given.get('name') : undefined;
    if (sourceName) sourceName.handler = completeSource;
  }
  const command = program.commands.find((one) => one.name() === 'complete');
  const print = (script: string) => {
    host.stdout.write(`${script}\n`);
  };
  command?.action((shell: string | undefined) => {
    const [, separator, ...typed] = host.args;
    if (separator === '--') return completion.parse(typed);
    if (shell === 'bash') return print(BASH_SCRIPT);
    if (shell === 'zsh') return print(ZSH_SCRIPT);
    if (shell === undefined || !SHELLS.includes(shell))
      throw new UsageError(`Which shell? Give one of ${SHELLS.join(', ')}.`);
    return completion.setup(program.name(), program.name(), shell);
  });
}
