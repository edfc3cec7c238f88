"""The script that answers TAB in zsh."""

from collections.abc import Iterable, Sequence

from acctmgr.setup.completion_rules import Node, Option, Tree, filled, single_quoted

_SCRIPT = r"""#compdef acctmgr
# What TAB offers after acctmgr in zsh. Made by: acctmgr completion zsh

_acctmgr_node() { # what may follow the words $1
    below=() own=() arguments=()
    case $1 in
@NODES@
    esac
}

_acctmgr_choices() { # the words of the kind $1
    case $1 in
@CHOICES@
    *) choices=() ;;
    esac
}

_acctmgr_takes() { # what the option $1 takes
    local option
    takes=
    for option in $own $everywhere; do
        if [[ $option == "$1="* ]]; then takes=${${option#*=}%%:*}; fi
    done
}

_acctmgr_values() { # offer values of the kind $1 that go on from what is typed
    local -a pairs
    local line value typed=$PREFIX
    if [[ -z $QIPREFIX ]]; then typed=${(Q)PREFIX}; fi
    for line in ${(f)"$($program --complete "$1=$typed" "--db=$db" "--book=$book" 2>/dev/null)"}; do
        value=${line%%$'\t'*}
        pairs+=("${${value//\\/\\\\}//:/\\:}:${line#*$'\t'}")
    done
    # the program compares without case, so what it found stays
    _describe -V -t values ${1//_/ } pairs -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}'
}

_acctmgr_offer() { # offer what the kind $1 has
    local -a choices
    case $1 in
    file) _files ;;
    text | '') ;;
    *)
        _acctmgr_choices $1
        if (($#choices)); then compadd -V choices -a choices; else _acctmgr_values $1; fi
        ;;
    esac
}

_acctmgr_options() { # offer these options, what they take left out
    local -a pairs
    local option
    for option; do pairs+=("${${option%%:*}%%=*}:${option#*:}"); done
    _describe -o -t options option pairs
}

_acctmgr() {
    local -a below own arguments everywhere
    local at= takes= option= db= book= program word
    integer count=0 i
    everywhere=(
@EVERYWHERE@
    )
    program=${~${(Q)words[1]}}
    _acctmgr_node ''
    for ((i = 2; i < CURRENT; i++)); do
        word=${(Q)words[i]}
        if [[ -n $takes ]]; then
            word=$option=$word takes=
        elif [[ $word == -* && $word != *=* ]]; then
            option=$word
            _acctmgr_takes $option
            continue
        fi
        case $word in
        --db=*) db=${word#*=} ;;
        --book=*) book=${word#*=} ;;
        -*) ;;
        *)
            if (($below[(I)$word:*])); then
                at=${at:+$at }$word
                _acctmgr_node $at
            else
                ((count++))
            fi
            ;;
        esac
    done
    if [[ -z $takes && $PREFIX == --*=* ]]; then
        _acctmgr_takes ${PREFIX%%=*}
        compset -P '*='
        _acctmgr_offer $takes
    elif [[ -n $takes ]]; then
        _acctmgr_offer $takes
    elif [[ $PREFIX == -* ]]; then
        _acctmgr_options $own $everywhere
    elif (($#below)); then
        _describe -V -t commands command below
    elif ((count < $#arguments)); then
        _acctmgr_offer ${arguments[count+1]%...}
    elif [[ $arguments[-1] == *... ]]; then
        _acctmgr_offer ${arguments[-1]%...}
    else
        _acctmgr_options $own
    fi
}

if [[ $funcstack[1] == _acctmgr ]]; then _acctmgr "$@"; else compdef _acctmgr acctmgr; fi
"""


def script(tree: Tree) -> str:
    """The whole script."""
    return filled(
        _SCRIPT,
        NODES="\n".join(_node(node) for node in tree.nodes),
        CHOICES="\n".join(
            f"    {name}) choices=({' '.join(words)}) ;;" for name, words in tree.choices.items()
        ),
        EVERYWHERE="\n".join(f"        {pair}" for pair in _options(tree.everywhere)),
    )


def _node(node: Node) -> str:
    parts = {
        "below": [single_quoted(f"{word.name}:{word.help}") for word in node.words],
        "own": _options(node.options),
        "arguments": node.arguments,
    }
    lines = [f"        {name}={_array(words)}" for name, words in parts.items() if words]
    return "\n".join([f"    {single_quoted(node.path)})", *lines, "        ;;"])


def _array(words: Iterable[str]) -> str:
    return "(\n" + "".join(f"            {word}\n" for word in words) + "        )"


def _options(options: Sequence[Option]) -> list[str]:
    return [
        single_quoted(
            f"{option.name}={option.takes}:{option.help}" if option.takes else f"{option.name}:{option.help}"
        )
        for option in options
    ]
