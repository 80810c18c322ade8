/**
 * What a shell is told so that it completes commands of `stafett`: it asks the command itself what
 * may come next, and offers files where the command knows nothing.
 */
const BASH = `# Completion of stafett in bash: source <(stafett completion bash)
_stafett() {
  local word
  COMPREPLY=()
  while IFS= read -r word; do
    COMPREPLY+=("$(printf '%q' "$word")")
  done < <(stafett completion words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _stafett stafett
`;

const ZSH = `#compdef stafett
# Completion of stafett in zsh: source <(stafett completion zsh), after compinit
_stafett() {
  local -a found
  found=("\${(@f)$(stafett completion words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  found=("\${(@)found:#}")
  if (( \${#found} )); then compadd -a found; else _files; fi
}
compdef _stafett stafett
`;

const FISH = `# Completion of stafett in fish: stafett completion fish | source
function __stafett_words
  set -l typed (commandline -opc) (commandline -ct)
  set -l found (stafett completion words -- $typed[2..-1] 2>/dev/null)
  if test (count $found) -gt 0
    printf '%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c stafett -f -a '(__stafett_words)'
`;

/** By shell, the script that it reads. */
export const SHELL_SCRIPTS = { bash: BASH, fish: FISH, zsh: ZSH } as const;
