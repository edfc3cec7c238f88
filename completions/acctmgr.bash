# What TAB offers after acctmgr in bash. Made by: acctmgr completion bash

_acctmgr_node() { # what may follow the words $1
    words= options= arguments=
    case $1 in
    '') words='client deal invoice payment tax report import db init demo config book completion' options='--version' ;;
    'client') words='add archive edit list restore rm show' ;;
    'client add') options='--handle=text --legal-name=text --tax-id=text --email=text --phone=text --website=text --industry=text --address=text --country=text --currency=currency --terms=text --status=client_status --tier=tier --owner=text --source=text --since=text --note=text --field=text --tag=text' arguments='text' ;;
    'client archive') arguments='client' ;;
    'client edit') options='--name=text --handle=text --legal-name=text --tax-id=text --email=text --phone=text --website=text --industry=text --address=text --country=text --currency=currency --terms=text --status=client_status --tier=tier --owner=text --source=text --since=text --note=text --field=text --tag=text --rm-tag=text --clear=client_fact' arguments='client' ;;
    'client list') options='--status=client_status --tier=tier --tag=text --owner=text --industry=text --archived --sort=client_sort --limit=text' ;;
    'client restore') arguments='archived_client' ;;
    'client rm') arguments='client' ;;
    'client show') arguments='client' ;;
    'deal') words='add edit list lose move reopen rm show stage win' ;;
    'deal add') options='--client=client --amount=text --currency=currency --stage=stage --probability=text --opened=text --close=text --owner=text --source=text --competitor=text --note=text --tag=text --field=text' arguments='text' ;;
    'deal edit') options='--name=text --client=client --amount=text --currency=currency --stage=stage --probability=text --opened=text --close=text --owner=text --source=text --competitor=text --note=text --reason=text --tag=text --rm-tag=text --field=text --clear=deal_fact' arguments='deal' ;;
    'deal list') options='--stage=stage --client=client --owner=text --open --from=text --to=text --sort=deal_sort --limit=text' ;;
    'deal lose') options='--on=text --reason=text' arguments='open_deal' ;;
    'deal move') options='--on=text' arguments='open_deal stage' ;;
    'deal reopen') options='--on=text' arguments='deal stage' ;;
    'deal rm') arguments='deal' ;;
    'deal show') arguments='deal' ;;
    'deal stage') words='add edit list order rm' ;;
    'deal stage add') options='--probability=text --before=stage' arguments='text' ;;
    'deal stage edit') options='--name=text --probability=text' arguments='stage' ;;
    'deal stage list') : ;;
    'deal stage order') arguments='stage...' ;;
    'deal stage rm') options='--move-to=stage' arguments='stage' ;;
    'deal win') options='--on=text --amount=text' arguments='open_deal' ;;
    'invoice') words='add copy credit due edit gaps issue list pay rm show void' ;;
    'invoice add') options='--line=text --discount=text --tax-included --issued=text --supplied=text --due=text --reference=text --note=text --currency=currency --rate=text --draft --backdate' arguments='client' ;;
    'invoice copy') arguments='invoice' ;;
    'invoice credit') options='--line=text --issued=text --backdate' arguments='invoice text' ;;
    'invoice due') arguments='open_invoice text' ;;
    'invoice edit') options='--line=text --discount=text --tax-included --tax-added --issued=text --supplied=text --due=text --reference=text --note=text --currency=currency --rate=text' arguments='draft' ;;
    'invoice gaps') : ;;
    'invoice issue') options='--issued=text --backdate' arguments='draft' ;;
    'invoice list') options='--open --overdue --draft --credits --status=document_status --client=client --from=text --to=text --sort=invoice_sort --limit=text' ;;
    'invoice pay') options='--on=text --into=account --rate=text --reference=text --note=text' arguments='open_invoice text' ;;
    'invoice rm') arguments='draft' ;;
    'invoice show') arguments='document' ;;
    'invoice void') options='--on=text' arguments='invoice' ;;
    'payment') words='add apply list show unapply void' ;;
    'payment add') options='--on=text --into=account --currency=currency --rate=text --reference=text --note=text' arguments='client text' ;;
    'payment apply') options='--on=text' arguments='free_credit open_invoice text' ;;
    'payment list') options='--client=client --from=text --to=text --open --limit=text' ;;
    'payment show') arguments='payment' ;;
    'payment unapply') options='--on=text' arguments='credit invoice' ;;
    'payment void') options='--on=text' arguments='payment' ;;
    'tax') words='add list load show' ;;
    'tax add') options='--name=text --rate=text --component=text --treatment=treatment --from=text --to=text --words=text' arguments='tax' ;;
    'tax list') options='--all --limit=text' ;;
    'tax load') arguments='tax_pack' ;;
    'tax show') arguments='tax' ;;
    'report') words='aging pipeline' ;;
    'report aging') options='--as-of=text --by=aging_row --buckets=text --basis=aging_basis --client=client' ;;
    'report pipeline') options='--as-of=text --by=pipeline_view --all' ;;
    'import') words='clients deals invoices' ;;
    'import clients') options='--map=text --set=text --default=text --key=text --date-format=text --decimal=decimal_sign --encoding=text --delimiter=delimiter --rejects=file --strict --dry-run' arguments='file' ;;
    'import deals') options='--map=text --set=text --default=text --key=text --create-missing --date-format=text --decimal=decimal_sign --encoding=text --delimiter=delimiter --rejects=file --strict --dry-run' arguments='file' ;;
    'import invoices') options='--map=text --set=text --default=text --key=text --opening=text --tax=tax --create-missing --date-format=text --decimal=decimal_sign --encoding=text --delimiter=delimiter --rejects=file --strict --dry-run' arguments='file' ;;
    'db') words='check info path upgrade' ;;
    'db check') : ;;
    'db info') : ;;
    'db path') : ;;
    'db upgrade') : ;;
    'init') options='--currency=currency --name=text --number-style=number_style' ;;
    'demo') options='--keep=file' ;;
    'config') words='get list path set unset' ;;
    'config get') arguments='setting' ;;
    'config list') : ;;
    'config path') : ;;
    'config set') arguments='setting text' ;;
    'config unset') arguments='setting' ;;
    'book') words='add list rm use' ;;
    'book add') arguments='text file' ;;
    'book list') : ;;
    'book rm') arguments='book' ;;
    'book use') arguments='book' ;;
    'completion') options='--install' arguments='shell' ;;
    esac
}

_acctmgr_choices() { # the words of the kind $1
    case $1 in
    aging_basis) choices='due issued' ;;
    aging_row) choices='client invoice' ;;
    client_fact) choices='legal-name tax-id email phone website industry address country currency terms tier owner source since note' ;;
    client_sort) choices='name handle open overdue tier status since -name -handle -open -overdue -tier -status -since' ;;
    client_status) choices='lead prospect active dormant lost' ;;
    currency) choices='AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAD XAF XCD XCG XOF XPF YER ZAR ZMW ZWG ZWL' ;;
    deal_fact) choices='probability opened close owner source competitor note reason amount' ;;
    deal_sort) choices='close id name client stage amount weighted probability opened owner -close -id -name -client -stage -amount -weighted -probability -opened -owner' ;;
    decimal_sign) choices='. ,' ;;
    delimiter) choices='comma semicolon tab pipe' ;;
    document_status) choices='draft open part_paid paid credited void written_off' ;;
    format) choices='table json csv md ids' ;;
    invoice_sort) choices='date due number client total open -date -due -number -client -total -open' ;;
    number_style) choices='1,250.00 1.250,00' ;;
    pipeline_view) choices='stage client owner month' ;;
    shell) choices='bash zsh fish powershell' ;;
    tax_pack) choices='es de uk us' ;;
    tier) choices='A B C' ;;
    treatment) choices='standard zero exempt export reverse_charge out_of_scope' ;;
    setting) choices='user format rows default_book currency number_style company.name company.address company.country company.tax_id company.iban terms rounding tax.default series.invoice series.invoice.next series.credit_note series.credit_note.next locked_until' ;;
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
    local IFS=$' \t\n' everywhere='--book=book --db=file --format=format -f=format --today=text --quiet -q --yes -y --no-color --help'
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
