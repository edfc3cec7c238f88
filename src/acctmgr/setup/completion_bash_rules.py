"""The script that answers TAB in bash; it also runs in the bash 3.2 of a Mac."""

from collections.abc import Sequence

from acctmgr.setup.completion_rules import Node, Option, Tree, filled

_SCRIPT = r"""# What TAB offers after acctmgr in bash. Made by: acctmgr completion bash

_acctmgr_node() { # what may follow the words $1
    words= options= arguments=
    case $1 in
@NODES@
    esac
}

_acctmgr_choices() { # the words of the kind $1
    case $1 in
@CHOICES@
    *) choices= ;;
    esac
}

_acctmgr_typed() { # the words up to the cursor as a shell takes them apart, which : and = do not
    local line=${COMP_LINE:0:COMP_POINT} blank i
    typed=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        blank=${line%%[![:space:]]*}
        line=${line#"$blank"}
        piece=${COMP_WORDS[i]}
        if ((i == COMP_CWORD)); then piece=$line; fi
        if [[ $i == 0 || -n $blank ]]; then
            typed+=("$piece")
        else
            typed[${#typed[@]}-1]+=$piece
        fi
        line=${line:${#piece}}
    done
}

_acctmgr_plain() { # a word as the program would get it, and the quote that it is in
    quote= plain=$1
    case $1 in
    \"*) quote=\" plain=${plain#\"} plain=${plain%\"} plain=${plain//\\\"/\"} plain=${plain//\\\\/\\} ;;
    \'*) quote=\' plain=${plain#\'} plain=${plain%\'} ;;
    *) plain=${plain//\\/} ;;
    esac
}

_acctmgr_takes() { # what the option $1 takes
    local option
    takes=
    for option in $options $everywhere; do
        if [[ $option == "$1="* ]]; then takes=${option#*=}; fi
    done
}

_acctmgr_words() { # offer those of these words that go on from what is typed
    local word start=$1
    shift
    for word; do
        if [[ $word == "$start"* ]]; then COMPREPLY+=("$word"); fi
    done
}

_acctmgr_values() { # offer values of the kind $1 that go on from $2
    local value plain quote
    _acctmgr_plain "$2"
    while IFS=$'\t' read -r value _; do
        case $quote in
        \") value=${value//\\/\\\\} value=${value//\"/\\\"} value=${value//\$/\\\$} value=${value//\`/\\\`} ;;
        \') value=${value//\'/\'\\\'\'} ;;
        *) printf -v value %q "$value" ;;
        esac
        if [[ -n $quote && $value == *"$quote" ]]; then value+=$quote; fi # readline would take it for the closing one
        COMPREPLY+=("${value#"$broken"}")
    done < <("${program/#\~/$HOME}" --complete "$1=$plain" "--db=$db" "--book=$book" 2>/dev/null)
}

_acctmgr_offer() { # offer what the kind $1 has that goes on from $2
    local choices
    case $1 in
    file) return ;; # bash looks for itself when nothing is offered
    text | '') ;;
    *)
        _acctmgr_choices "$1"
        if [[ -n $choices ]]; then _acctmgr_words "$2" $choices; else _acctmgr_values "$1" "$2"; fi
        ;;
    esac
    compopt +o default 2>/dev/null # a path has no place here; bash 3.2 can't say so
}

_acctmgr() {
    local IFS=$' \t\n' everywhere='@EVERYWHERE@'
    local typed piece broken words options arguments plain quote
    local at= takes= option= count=0 db= book= program cur word i
    COMPREPLY=()
    _acctmgr_typed
    program=${typed[0]} cur=${typed[${#typed[@]}-1]}
    _acctmgr_node ''
    for ((i = 1; i < ${#typed[@]} - 1; i++)); do
        word=${typed[i]}
        if [[ -n $takes ]]; then
            word=$option=$word takes=
        elif [[ $word == -* && $word != *=* ]]; then
            option=$word
            _acctmgr_takes "$option"
            continue
        fi
        _acctmgr_plain "${word#*=}"
        case $word in
        --db=*) db=$plain ;;
        --book=*) book=$plain ;;
        -*) ;;
        *)
            if [[ -n $word && " $words " == *" $word "* ]]; then
                at=${at:+$at }$word
                _acctmgr_node "$at"
            else
                ((count++))
            fi
            ;;
        esac
    done
    case $piece in [:=@]) piece= ;; esac
    broken=${cur%"$piece"} # what readline takes for other words and leaves as it is
    if [[ -z $takes && $cur == --*=* ]]; then
        _acctmgr_takes "${cur%%=*}"
        broken=${broken#*=} cur=${cur#*=}
    elif [[ -z $takes && $cur == -* ]]; then
        set -- $options $everywhere
        _acctmgr_words "$cur" "${@%%=*}"
    elif [[ -z $takes && -n $words ]]; then
        _acctmgr_words "$cur" $words
    elif [[ -z $takes ]]; then
        set -- $arguments
        if ((count >= $#)); then
            case ${!#} in *...) count=$(($# - 1)) ;; esac
        fi
        shift "$((count < $# ? count : $#))"
        takes=${1%...}
        if [[ $# == 0 && -z $cur ]]; then
            set -- $options
            _acctmgr_words '' "${@%%=*}"
        fi
    fi
    _acctmgr_offer "$takes" "$cur"
}

complete -o default -F _acctmgr acctmgr
"""


def script(tree: Tree) -> str:
    """The whole script."""
    return filled(
        _SCRIPT,
        NODES="\n".join(_node(node) for node in tree.nodes),
        CHOICES="\n".join(
            f"    {name}) choices='{' '.join(words)}' ;;" for name, words in tree.choices.items()
        ),
        EVERYWHERE=_options(tree.everywhere),
    )


def _node(node: Node) -> str:
    facts = {
        "words": " ".join(word.name for word in node.words),
        "options": _options(node.options),
        "arguments": " ".join(node.arguments),
    }
    settings = " ".join(f"{name}='{fact}'" for name, fact in facts.items() if fact)
    return f"    '{node.path}') {settings or ':'} ;;"


def _options(options: Sequence[Option]) -> str:
    return " ".join(f"{option.name}={option.takes}" if option.takes else option.name for option in options)
