# What TAB offers after acctmgr in bash. Made by: acctmgr completion bash

_acctmgr_node() { # what may follow the words $1
    words= options= arguments=
    case $1 in
    '') words='today search client contact vendor deal followup log activity invoice payment cash account tax report import export db init demo config book completion' options='--version' ;;
    'today') options='--limit=text --exit-code' ;;
    'search') options='--kind=found_kind --limit=text' arguments='text...' ;;
    'client') words='add archive dupes edit list merge restore rm show' ;;
    'client add') options='--handle=text --legal-name=text --tax-id=text --email=text --phone=text --website=text --industry=text --address=text --country=text --language=language --currency=currency --terms=text --status=client_status --tier=tier --owner=text --source=text --since=text --note=text --dispute=text --field=text --tag=text' arguments='text' ;;
    'client archive') arguments='client' ;;
    'client dupes') options='--where=text --limit=text' ;;
    'client edit') options='--name=text --handle=text --legal-name=text --tax-id=text --email=text --phone=text --website=text --industry=text --address=text --country=text --language=language --currency=currency --terms=text --status=client_status --tier=tier --owner=text --source=text --since=text --note=text --dispute=text --field=text --tag=text --rm-tag=text --clear=client_fact' arguments='client' ;;
    'client list') options='--status=client_status --tier=tier --tag=text --owner=text --industry=text --where=text --archived --sort=client_sort --limit=text' ;;
    'client merge') arguments='client client' ;;
    'client restore') arguments='archived_client' ;;
    'client rm') arguments='client' ;;
    'client show') arguments='client' ;;
    'contact') words='add edit list merge rm show' ;;
    'contact add') options='--client=client --role=text --influence=influence --email=text --phone=text --birthday=text --prefers=contact_way --no-contact --may-contact --note=text --tag=text --field=text' arguments='text' ;;
    'contact edit') options='--name=text --client=client --role=text --influence=influence --email=text --rm-email=text --phone=text --rm-phone=text --birthday=text --prefers=contact_way --no-contact --may-contact --note=text --tag=text --rm-tag=text --field=text --clear=contact_fact' arguments='contact' ;;
    'contact list') options='--client=client --role=text --influence=influence --tag=text --birthday=text --where=text --no-contact --archived --sort=contact_sort --limit=text' ;;
    'contact merge') arguments='contact contact' ;;
    'contact rm') arguments='contact' ;;
    'contact show') arguments='contact' ;;
    'vendor') words='add archive edit list restore rm show' ;;
    'vendor add') options='--handle=text --legal-name=text --tax-id=text --email=text --phone=text --website=text --industry=text --address=text --country=text --currency=currency --terms=text --owner=text --source=text --since=text --note=text --field=text --tag=text' arguments='text' ;;
    'vendor archive') arguments='vendor' ;;
    'vendor edit') options='--name=text --handle=text --legal-name=text --tax-id=text --email=text --phone=text --website=text --industry=text --address=text --country=text --currency=currency --terms=text --owner=text --source=text --since=text --note=text --field=text --tag=text --rm-tag=text --clear=text' arguments='vendor' ;;
    'vendor list') options='--archived --where=text --sort=vendor_sort --limit=text' ;;
    'vendor restore') arguments='archived_vendor' ;;
    'vendor rm') arguments='vendor' ;;
    'vendor show') arguments='vendor' ;;
    'deal') words='add edit list lose move reopen rm show stage win' ;;
    'deal add') options='--client=client --amount=text --currency=currency --stage=stage --probability=text --opened=text --close=text --owner=text --source=text --competitor=text --note=text --tag=text --field=text --next=text' arguments='text' ;;
    'deal edit') options='--name=text --client=client --amount=text --currency=currency --stage=stage --probability=text --opened=text --close=text --owner=text --source=text --competitor=text --note=text --reason=text --tag=text --rm-tag=text --field=text --next=text --clear=deal_fact' arguments='deal' ;;
    'deal list') options='--stage=stage --client=client --owner=text --open --from=text --to=text --where=text --sort=deal_sort --limit=text' ;;
    'deal lose') options='--on=text --reason=text' arguments='open_deal' ;;
    'deal move') options='--on=text' arguments='open_deal stage' ;;
    'deal reopen') options='--on=text' arguments='deal stage' ;;
    'deal rm') arguments='deal' ;;
    'deal show') arguments='deal' ;;
    'deal stage') words='add edit list order rm' ;;
    'deal stage add') options='--probability=text --before=stage' arguments='text' ;;
    'deal stage edit') options='--name=text --probability=text' arguments='stage' ;;
    'deal stage list') options='--where=text' ;;
    'deal stage order') arguments='stage...' ;;
    'deal stage rm') options='--move-to=stage' arguments='stage' ;;
    'deal win') options='--on=text --amount=text' arguments='open_deal' ;;
    'followup') words='add done edit list reopen rm show snooze' ;;
    'followup add') options='--due=text --client=client --time=text --contact=contact --deal=deal --priority=priority --repeat=text' arguments='text' ;;
    'followup done') options='--note=text --kind=activity_kind --on=text' arguments='open_follow_up...' ;;
    'followup edit') options='--text=text --due=text --client=client --time=text --contact=contact --deal=deal --priority=priority --repeat=text --clear=follow_up_fact' arguments='follow_up' ;;
    'followup list') options='--due=follow_up_due --client=client --done --priority=priority --contact=contact --deal=deal --where=text --sort=follow_up_sort --limit=text' ;;
    'followup reopen') arguments='follow_up' ;;
    'followup rm') arguments='follow_up' ;;
    'followup show') arguments='follow_up' ;;
    'followup snooze') arguments='open_follow_up text' ;;
    'log') options='--kind=activity_kind --on=text --minutes=text --contact=contact --deal=deal --follow-up=text' arguments='client text' ;;
    'activity') words='edit list rm show' ;;
    'activity edit') options='--text=text --client=client --kind=activity_kind --on=text --minutes=text --contact=contact --deal=deal --clear=activity_fact' arguments='activity' ;;
    'activity list') options='--client=client --kind=activity_kind --since=text --from=text --to=text --contact=contact --deal=deal --where=text --sort=activity_sort --limit=text' ;;
    'activity rm') arguments='activity' ;;
    'activity show') arguments='activity' ;;
    'invoice') words='add copy credit due edit gaps issue list mail pay pdf recurring remind rm show template void write-off' ;;
    'invoice add') options='--line=text --discount=text --tax-included --issued=text --supplied=text --due=text --reference=text --note=text --currency=currency --rate=text --deposit --deduct=document --draft --backdate' arguments='client' ;;
    'invoice copy') arguments='invoice' ;;
    'invoice credit') options='--line=text --issued=text --backdate' arguments='invoice text' ;;
    'invoice due') arguments='open_invoice text' ;;
    'invoice edit') options='--line=text --discount=text --tax-included --tax-added --issued=text --supplied=text --due=text --reference=text --note=text --currency=currency --rate=text --deposit --no-deposit --deduct=document' arguments='draft' ;;
    'invoice gaps') : ;;
    'invoice issue') options='--issued=text --backdate' arguments='draft' ;;
    'invoice list') options='--open --overdue --draft --credits --status=document_status --client=client --from=text --to=text --where=text --sort=invoice_sort --limit=text' ;;
    'invoice mail') options='--to=text --output=file --send --again' arguments='document' ;;
    'invoice pay') options='--on=text --into=account --fee=text --discount=text --rate=text --reference=text --note=text --as-credit' arguments='open_invoice text' ;;
    'invoice pdf') options='--output=file --open' arguments='document...' ;;
    'invoice recurring') words='add edit list run show stop' ;;
    'invoice recurring add') options='--line=text --every=text --from=text --until=text --like=invoice --draft --missed=missed --terms=text --discount=text --reference=text --note=text --tax-included --tax-added --currency=currency' arguments='client' ;;
    'invoice recurring edit') options='--line=text --until=text --draft --issue --missed=missed --terms=text --discount=text --reference=text --note=text --tax-included --tax-added --clear=text' arguments='recurring' ;;
    'invoice recurring list') options='--status=text --client=client --where=text --limit=text' ;;
    'invoice recurring run') options='--dry-run --rate=text --backdate' ;;
    'invoice recurring show') arguments='recurring' ;;
    'invoice recurring stop') options='--on=text' arguments='recurring' ;;
    'invoice remind') options='--client=client --write=file --send --no-pdf --again --exit-code' ;;
    'invoice rm') arguments='draft' ;;
    'invoice show') arguments='document' ;;
    'invoice template') options='--output=file' ;;
    'invoice void') options='--on=text' arguments='invoice' ;;
    'invoice write-off') options='--on=text --tax-relief --reason=text --undo' arguments='invoice text' ;;
    'payment') words='add apply list refund show unapply void' ;;
    'payment add') options='--on=text --into=account --fee=text --currency=currency --rate=text --reference=text --note=text' arguments='client text' ;;
    'payment apply') options='--on=text --fee=text --discount=text' arguments='free_credit open_invoice text' ;;
    'payment list') options='--client=client --from=text --to=text --open --where=text --limit=text' ;;
    'payment refund') options='--on=text --from=account --rate=text --reference=text --note=text' arguments='free_credit text' ;;
    'payment show') arguments='payment' ;;
    'payment unapply') options='--on=text' arguments='credit invoice' ;;
    'payment void') options='--on=text --fee=text --fee-on=text' arguments='payment' ;;
    'cash') words='balance in list out show transfer void' ;;
    'cash balance') options='--as-of=text' ;;
    'cash in') options='--category=category --from=text --on=text --account=account --tax=tax --memo=text --client=client --vendor=vendor --currency=currency --rate=text --receipt=file' arguments='text' ;;
    'cash list') options='--account=account --category=category --party=party --client=party --vendor=party --from=text --to=text --where=text --sort=cash_sort --limit=text' ;;
    'cash out') options='--category=category --to=text --on=text --account=account --tax=tax --memo=text --client=client --vendor=vendor --currency=currency --rate=text --receipt=file' arguments='text' ;;
    'cash show') arguments='cash_entry' ;;
    'cash transfer') options='--from=account --to=account --on=text --received=text --rate=text --memo=text' arguments='text' ;;
    'cash void') options='--on=text' arguments='cash_entry' ;;
    'account') words='add close edit list opening show' ;;
    'account add') options='--type=account_type --code=text --currency=currency --money' arguments='text' ;;
    'account close') options='--into=any_account --on=text' arguments='any_account' ;;
    'account edit') options='--name=text --code=text --reopen' arguments='any_account' ;;
    'account list') options='--type=account_type --money --closed --as-of=text --where=text --limit=text' ;;
    'account opening') options='--on=text --rate=text --replace' arguments='any_account text' ;;
    'account show') options='--as-of=text' arguments='any_account' ;;
    'tax') words='add list load show' ;;
    'tax add') options='--name=text --rate=text --component=text --treatment=treatment --from=text --to=text --words=text' arguments='tax' ;;
    'tax list') options='--all --where=text --limit=text' ;;
    'tax load') arguments='tax_pack' ;;
    'tax show') arguments='tax' ;;
    'report') words='aging cash daily pipeline sales statement' ;;
    'report aging') options='--as-of=text --by=aging_row --buckets=text --basis=aging_basis --client=client' ;;
    'report cash') options='--from=text --to=text --account=account' ;;
    'report daily') options='--since=text --html --mail=text --exit-code' ;;
    'report pipeline') options='--as-of=text --by=pipeline_view --all --rate=text' ;;
    'report sales') options='--by=sales_view --from=text --to=text --client=client' ;;
    'report statement') options='--as-of=text --from=text --to=text --currency=currency --pdf=file' arguments='client' ;;
    'import') words='activities cash clients contacts deals followups invoices payments vendors' ;;
    'import activities') options='--map=text --set=text --default=text --key=text --create-missing --date-format=text --decimal=decimal_sign --header --no-header --encoding=text --delimiter=delimiter --rejects=file --strict --dry-run' arguments='file' ;;
    'import cash') options='--map=text --set=text --default=text --key=text --date-format=text --decimal=decimal_sign --header --no-header --encoding=text --delimiter=delimiter --rejects=file --strict --dry-run' arguments='file' ;;
    'import clients') options='--map=text --set=text --default=text --key=text --date-format=text --decimal=decimal_sign --header --no-header --encoding=text --delimiter=delimiter --rejects=file --strict --dry-run' arguments='file' ;;
    'import contacts') options='--map=text --set=text --default=text --key=text --create-missing --date-format=text --decimal=decimal_sign --header --no-header --encoding=text --delimiter=delimiter --rejects=file --strict --dry-run' arguments='file' ;;
    'import deals') options='--map=text --set=text --default=text --key=text --create-missing --date-format=text --decimal=decimal_sign --header --no-header --encoding=text --delimiter=delimiter --rejects=file --strict --dry-run' arguments='file' ;;
    'import followups') options='--map=text --set=text --default=text --create-missing --date-format=text --decimal=decimal_sign --header --no-header --encoding=text --delimiter=delimiter --rejects=file --strict --dry-run' arguments='file' ;;
    'import invoices') options='--map=text --set=text --default=text --key=text --opening=text --tax=tax --create-missing --date-format=text --decimal=decimal_sign --header --no-header --encoding=text --delimiter=delimiter --rejects=file --strict --dry-run' arguments='file' ;;
    'import payments') options='--map=text --set=text --default=text --key=text --date-format=text --decimal=decimal_sign --header --no-header --encoding=text --delimiter=delimiter --rejects=file --strict --dry-run' arguments='file' ;;
    'import vendors') options='--map=text --set=text --default=text --key=text --date-format=text --decimal=decimal_sign --header --no-header --encoding=text --delimiter=delimiter --rejects=file --strict --dry-run' arguments='file' ;;
    'export') words='activities cash clients contacts deals followups invoices payments vendors' ;;
    'export activities') options='--output=file --jsonl' ;;
    'export cash') options='--output=file --jsonl' ;;
    'export clients') options='--output=file --jsonl' ;;
    'export contacts') options='--output=file --jsonl' ;;
    'export deals') options='--output=file --jsonl' ;;
    'export followups') options='--output=file --jsonl' ;;
    'export invoices') options='--output=file --jsonl' ;;
    'export payments') options='--output=file --jsonl' ;;
    'export vendors') options='--output=file --jsonl' ;;
    'db') words='check info path reindex upgrade' ;;
    'db check') options='--quick' ;;
    'db info') : ;;
    'db path') : ;;
    'db reindex') : ;;
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
    account_type) choices='asset liability equity income expense' ;;
    activity_fact) choices='minutes contact deal' ;;
    activity_kind) choices='call email meeting visit note message' ;;
    activity_sort) choices='on id kind client minutes -on -id -kind -client -minutes' ;;
    aging_basis) choices='due issued' ;;
    aging_row) choices='client invoice' ;;
    cash_sort) choices='date amount account category party -date -amount -account -category -party' ;;
    client_fact) choices='legal-name tax-id email phone website industry address country language currency terms tier owner source since note dispute' ;;
    client_sort) choices='name handle open overdue tier status since -name -handle -open -overdue -tier -status -since' ;;
    client_status) choices='lead prospect active dormant lost' ;;
    contact_fact) choices='role influence birthday prefers note' ;;
    contact_sort) choices='name client role influence birthday -name -client -role -influence -birthday' ;;
    contact_way) choices='phone email message visit post' ;;
    currency) choices='AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAD XAF XCD XCG XOF XPF YER ZAR ZMW ZWG ZWL' ;;
    deal_fact) choices='probability opened close owner source competitor note reason amount' ;;
    deal_sort) choices='close id name client stage amount weighted probability opened owner -close -id -name -client -stage -amount -weighted -probability -opened -owner' ;;
    decimal_sign) choices='. ,' ;;
    delimiter) choices='comma semicolon tab pipe' ;;
    document_status) choices='draft coming open part_paid paid credited void written_off' ;;
    follow_up_due) choices='today overdue week all' ;;
    follow_up_fact) choices='time repeat contact deal' ;;
    follow_up_sort) choices='due done id client priority text -due -done -id -client -priority -text' ;;
    format) choices='table json csv md ids' ;;
    found_kind) choices='client vendor contact deal invoice credit_note bill vendor_credit quote followup activity' ;;
    influence) choices='decider champion influencer user blocker' ;;
    invoice_sort) choices='date due number client total open -date -due -number -client -total -open' ;;
    language) choices='en es' ;;
    missed) choices='all skip' ;;
    number_style) choices='1,250.00 1.250,00' ;;
    priority) choices='high normal low' ;;
    pipeline_view) choices='stage client owner month' ;;
    sales_view) choices='client month item owner' ;;
    shell) choices='bash zsh fish powershell' ;;
    tax_pack) choices='es de uk us' ;;
    tier) choices='A B C' ;;
    treatment) choices='standard zero exempt export reverse_charge out_of_scope' ;;
    vendor_sort) choices='name handle paid last -name -handle -paid -last' ;;
    setting) choices='user format rows default_book lock_timeout smtp.host smtp.port smtp.security smtp.user smtp.password_command currency number_style company.name company.address company.country company.tax_id company.iban terms rounding tax.default series.invoice series.invoice.next series.credit_note series.credit_note.next locked_until language paper.logo paper.color paper.footer paper.size paper.fonts paper.template smtp.from mail.subject.en mail.body.en mail.subject.es mail.body.es remind.days remind.subject.en remind.body.en remind.subject.es remind.body.es' ;;
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
