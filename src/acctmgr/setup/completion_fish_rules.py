"""The script that answers TAB in fish."""

from collections.abc import Iterable, Iterator

from acctmgr.setup.completion_rules import Node, Option, Tree, filled

_SCRIPT = r"""# What TAB offers after acctmgr in fish. Made by: acctmgr completion fish

function __acctmgr_node # what may follow the words $argv[1], each line of a sort
    switch $argv[1]
@NODES@
    end
end

function __acctmgr_choices # the words of the kind $argv[1]
    switch $argv[1]
@CHOICES@
    end
end

function __acctmgr_everywhere # the options that stand anywhere
    printf '%s\n' @EVERYWHERE@
end

function __acctmgr_options # these options, what they take left out
    string match -r '^option:.*' -- $argv | string replace -r '^option:([^:=]*)[^:]*:(.*)$' '$1\t$2'
end

function __acctmgr_takes # what the option $argv[1] takes, of these
    set -l start (string escape --style=regex -- $argv[1])
    string match -r --groups-only "^option:$start=([^:]*):" -- $argv[2..]
end

function __acctmgr_offer # what a kind has that goes on from what is typed: KIND TYPED PROGRAM DB BOOK
    switch $argv[1]
        case file
            __fish_complete_path $argv[2]
        case text ''
        case '*'
            set -l choices (__acctmgr_choices $argv[1])
            if set -q choices[1]
                printf '%s\n' $choices
            else
                set -l plain (string unescape -- $argv[2])
                or set plain (string replace -r '^["\']' '' -- $argv[2])
                $argv[3] --complete "$argv[1]=$plain" "--db=$argv[4]" "--book=$argv[5]" 2>/dev/null
            end
    end
end

function __acctmgr
    set -l typed (commandline --tokenize --cut-at-cursor --current-process)
    set -l current (commandline --cut-at-cursor --current-token)
    set -l program (string replace -r '^~' $HOME -- $typed[1])
    set -l node (__acctmgr_node '') (__acctmgr_everywhere)
    set -l at ''
    set -l takes ''
    set -l option ''
    set -l db ''
    set -l book ''
    set -l count 1
    for word in $typed[2..]
        if test -n "$takes"
            set word "$option=$word"
            set takes ''
        else if string match -q -- '-*' $word; and not string match -q -- '*=*' $word
            set option $word
            set takes (__acctmgr_takes $option $node)
            continue
        end
        switch $word
            case '--db=*'
                set db (string replace -r '^--db=' '' -- $word)
            case '--book=*'
                set book (string replace -r '^--book=' '' -- $word)
            case '-*'
            case '*'
                if string match -q -- "word:$word:*" $node
                    set at (string trim -- "$at $word")
                    set node (__acctmgr_node $at) (__acctmgr_everywhere)
                else
                    set count (math $count + 1)
                end
        end
    end
    set -l arguments (string replace -rf '^argument:' '' -- $node)
    if test -z "$takes"; and string match -q -- '--*=*' $current
        set option (string replace -r '=.*' '' -- $current)
        set takes (__acctmgr_takes $option $node)
        set current (string replace -r '^[^=]*=' '' -- $current)
        __acctmgr_offer "$takes" "$current" $program $db $book | string replace -r -- '^' "$option="
    else if test -n "$takes"
        __acctmgr_offer $takes "$current" $program $db $book
    else if string match -q -- '-*' $current
        __acctmgr_options $node
    else if string match -q -- 'word:*' $node
        string replace -rf '^word:([^:]*):(.*)$' '$1\t$2' -- $node
    else if set -q arguments[$count]
        __acctmgr_offer (string replace '...' '' -- $arguments[$count]) "$current" $program $db $book
    else if string match -q -- '*...' $arguments[-1]
        __acctmgr_offer (string replace '...' '' -- $arguments[-1]) "$current" $program $db $book
    else
        __acctmgr_options (__acctmgr_node $at)
    end
end

complete --command acctmgr --no-files --keep-order --arguments '(__acctmgr)'
"""


def script(tree: Tree) -> str:
    """The whole script."""
    return filled(
        _SCRIPT,
        NODES="\n".join(_case(node.path, _lines(node)) for node in tree.nodes),
        CHOICES="\n".join(_case(name, words) for name, words in tree.choices.items()),
        EVERYWHERE=" ".join(_quoted(_option(option)) for option in tree.everywhere),
    )


def _lines(node: Node) -> Iterator[str]:
    yield from (f"word:{word.name}:{word.help}" for word in node.words)
    yield from (_option(option) for option in node.options)
    yield from (f"argument:{taken}" for taken in node.arguments)


def _option(option: Option) -> str:
    name = f"{option.name}={option.takes}" if option.takes else option.name
    return f"option:{name}:{option.help}"


def _case(pattern: str, lines: Iterable[str]) -> str:
    words = " ".join(_quoted(line) for line in lines)
    return (
        f"        case '{pattern}'\n            printf '%s\\n' {words}"
        if words
        else f"        case '{pattern}'"
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
