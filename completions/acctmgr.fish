# What TAB offers after acctmgr in fish. Made by: acctmgr completion fish

function __acctmgr_node # what may follow the words $argv[1], each line of a sort
    switch $argv[1]
        case ''
            printf '%s\n' 'word:client:Clients: the whole card' 'word:deal:Deals and the stages of the pipeline' 'word:invoice:Invoices and credit notes' 'word:payment:Money received, and what it settles' 'word:tax:Tax codes and their components' 'word:report:Pipeline, aging: what is coming, who owes what' 'word:import:Clients, deals and invoices from CSV files' 'word:db:The book as a whole: where it is, whether it is sound' 'word:init:Make a new book: at --db, under --book, or the default one' 'word:demo:Make the book of an invented studio to try things on, and s…' 'word:config:Settings of this machine and of the book' 'word:book:Named books of this machine' 'word:completion:Print the script that makes a shell complete acctmgr, or in…' 'option:--version:Show the version'
        case 'client'
            printf '%s\n' 'word:add:Add a client; prints its handle' 'word:archive:Put a client away: lists leave it out, its history stays' 'word:edit:Change what is named; all else stays as it is' 'word:list:List clients with what they owe today' 'word:restore:Bring an archived client back' 'word:rm:Remove a client for good, unless deals or documents hang on…' 'word:show:Show one client: facts, open money, open deals, latest invo…'
        case 'client add'
            printf '%s\n' 'option:--handle=text:The short name to type; else made from the name' 'option:--legal-name=text:The name on documents, if another' 'option:--tax-id=text:Tax number' 'option:--email=text:E-mail' 'option:--phone=text:Phone' 'option:--website=text:Website' 'option:--industry=text:Industry' 'option:--address=text:Postal address, several lines if need be' 'option:--country=text:Country, two letters' 'option:--currency=currency:Currency of its invoices; else the book\'s' 'option:--terms=text:Days to pay; else the book\'s' 'option:--status=client_status:lead, prospect, active, dormant or lost' 'option:--tier=tier:How much it matters' 'option:--owner=text:Who of us looks after it' 'option:--source=text:Where it came from' 'option:--since=text:Client since' 'option:--note=text:A note' 'option:--field=text:A custom field, as often as needed' 'option:--tag=text:A tag, as often as needed' 'argument:text'
        case 'client archive'
            printf '%s\n' 'argument:client'
        case 'client edit'
            printf '%s\n' 'option:--name=text:Another name; the handle stays' 'option:--handle=text:Another short name to type' 'option:--legal-name=text:The name on documents, if another' 'option:--tax-id=text:Tax number' 'option:--email=text:E-mail' 'option:--phone=text:Phone' 'option:--website=text:Website' 'option:--industry=text:Industry' 'option:--address=text:Postal address, several lines if need be' 'option:--country=text:Country, two letters' 'option:--currency=currency:Currency of its invoices; else the book\'s' 'option:--terms=text:Days to pay; else the book\'s' 'option:--status=client_status:lead, prospect, active, dormant or lost' 'option:--tier=tier:How much it matters' 'option:--owner=text:Who of us looks after it' 'option:--source=text:Where it came from' 'option:--since=text:Client since' 'option:--note=text:A note' 'option:--field=text:A custom field, as often as needed' 'option:--tag=text:A tag, as often as needed' 'option:--rm-tag=text:Take a tag away, as often as needed' 'option:--clear=client_fact:Take away a fact or a custom field: --clear phone' 'argument:client'
        case 'client list'
            printf '%s\n' 'option:--status=client_status:Only those in this status' 'option:--tier=tier:Only this tier' 'option:--tag=text:Only those with this tag' 'option:--owner=text:Only those of this owner' 'option:--industry=text:Only this industry' 'option:--archived:Archived ones too' 'option:--sort=client_sort:name, handle, open, overdue, tier, status or since; -KEY th…' 'option:--limit=text:At most so many; 0 for all'
        case 'client restore'
            printf '%s\n' 'argument:archived_client'
        case 'client rm'
            printf '%s\n' 'argument:client'
        case 'client show'
            printf '%s\n' 'argument:client'
        case 'deal'
            printf '%s\n' 'word:add:Add a deal' 'word:edit:Change what is known of a deal' 'word:list:List deals: the open ones as they are expected to close, th…' 'word:lose:Lose a deal' 'word:move:Move a deal to another stage; a day before other moves is p…' 'word:reopen:Open a won or lost deal again; its history keeps that it wa…' 'word:rm:Delete a deal with its history; a deal that came to nothing…' 'word:show:Show a deal with its way through the pipeline' 'word:stage:The stages of the pipeline' 'word:win:Win a deal'
        case 'deal add'
            printf '%s\n' 'option:--client=client:Who would buy: handle, id, e-mail or name' 'option:--amount=text:What it would bring, in its currency' 'option:--currency=currency:Of the amount; the client\'s or the book\'s if not given' 'option:--stage=stage:An open stage; the first if not given' 'option:--probability=text:That it is won, if not what its stage says' 'option:--opened=text:The day it began' 'option:--close=text:The day it is expected to close' 'option:--owner=text:Who of us looks after it' 'option:--source=text:Where it came from' 'option:--competitor=text:Who else is after it' 'option:--note=text:Whatever else there is to say' 'option:--tag=text:A word on it, as often as needed' 'option:--field=text:A field of your own, as often as needed' 'argument:text'
        case 'deal edit'
            printf '%s\n' 'option:--name=text:What it is about' 'option:--client=client:Who would buy' 'option:--amount=text:What it would bring, in its currency' 'option:--currency=currency:Of the amount' 'option:--stage=stage:Moves it there today, as `deal move`' 'option:--probability=text:That it is won, if not what its stage says' 'option:--opened=text:The day it began' 'option:--close=text:The day it is expected to close' 'option:--owner=text:Who of us looks after it' 'option:--source=text:Where it came from' 'option:--competitor=text:Who else is after it' 'option:--note=text:Whatever else there is to say' 'option:--reason=text:Why it was lost' 'option:--tag=text:A word on it, as often as needed' 'option:--rm-tag=text:A word to take off it' 'option:--field=text:A field of your own, as often as needed' 'option:--clear=deal_fact:Take away one of: probability opened close owner source com…' 'argument:deal'
        case 'deal list'
            printf '%s\n' 'option:--stage=stage:In this stage' 'option:--client=client:With this client' 'option:--owner=text:Looked after by this one of us' 'option:--open:Neither won nor lost' 'option:--from=text:Closed, or expected to close, from this day on' 'option:--to=text:Closed, or expected to close, up to this day' 'option:--sort=deal_sort:One of: close id name client stage amount weighted probabil…' 'option:--limit=text:At most so many; 0 for all'
        case 'deal lose'
            printf '%s\n' 'option:--on=text:The day it happened' 'option:--reason=text:Why' 'argument:open_deal'
        case 'deal move'
            printf '%s\n' 'option:--on=text:The day it happened' 'argument:open_deal' 'argument:stage'
        case 'deal reopen'
            printf '%s\n' 'option:--on=text:The day it happened' 'argument:deal' 'argument:stage'
        case 'deal rm'
            printf '%s\n' 'argument:deal'
        case 'deal show'
            printf '%s\n' 'argument:deal'
        case 'deal stage'
            printf '%s\n' 'word:add:Add an open stage' 'word:edit:Give a stage another name or probability' 'word:list:List the stages in the order of the pipeline, with the deal…' 'word:order:Put the open stages in another order; those not named follo…' 'word:rm:Remove an open stage; its deals, and those that passed thro…'
        case 'deal stage add'
            printf '%s\n' 'option:--probability=text:That a deal in it is won, unless the deal says otherwise' 'option:--before=stage:It comes before this one; last of the open ones if not given' 'argument:text'
        case 'deal stage edit'
            printf '%s\n' 'option:--name=text:What it is called from now on' 'option:--probability=text:That a deal in it is won' 'argument:stage'
        case 'deal stage list'
        case 'deal stage order'
            printf '%s\n' 'argument:stage...'
        case 'deal stage rm'
            printf '%s\n' 'option:--move-to=stage:Where its deals and their history go' 'argument:stage'
        case 'deal win'
            printf '%s\n' 'option:--on=text:The day it happened' 'option:--amount=text:What it would bring, in its currency' 'argument:open_deal'
        case 'invoice'
            printf '%s\n' 'word:add:Write an invoice and issue it at once, or keep it as a draft' 'word:copy:Make a draft with the same client and lines, dated today' 'word:credit:Issue a credit note for an invoice: all that is left of it,…' 'word:due:Give an invoice another due date' 'word:edit:Change a draft; lines given replace all its lines. What was…' 'word:gaps:Show for each series of numbers whether one is missing' 'word:issue:Give a draft its number and post it' 'word:list:List invoices, or credit notes, as they stand today; the ne…' 'word:pay:Book a payment for an invoice; what is more than it has ope…' 'word:rm:Throw a draft away' 'word:show:Show an invoice or credit note with its lines, taxes and wh…' 'word:void:Let an invoice or credit note count no more; it keeps its n…'
        case 'invoice add'
            printf '%s\n' 'option:--line=text:"DESCRIPTION; QUANTITY; UNIT PRICE; tax=CODE; disc=10%"; re…' 'option:--discount=text:On the whole document: 10% or 50.00' 'option:--tax-included:Prices have their tax inside' 'option:--issued=text:The date on it; today if not given' 'option:--supplied=text:When it was supplied: the tax point' 'option:--due=text:When it is to be paid; by the client\'s terms if not given' 'option:--reference=text:The client\'s own reference' 'option:--note=text:A note on it' 'option:--currency=currency:Currency; the client\'s if not given' 'option:--rate=text:Book currency for one unit of it' 'option:--draft:Keep it as a draft, without a number' 'option:--backdate:Allow a date before the latest of the series' 'argument:client'
        case 'invoice copy'
            printf '%s\n' 'argument:invoice'
        case 'invoice credit'
            printf '%s\n' 'option:--line=text:"DESCRIPTION; QUANTITY; UNIT PRICE; tax=CODE; disc=10%"; re…' 'option:--issued=text:The date on it; today if not given' 'option:--backdate:Allow a date before the latest of the series' 'argument:invoice' 'argument:text'
        case 'invoice due'
            printf '%s\n' 'argument:open_invoice' 'argument:text'
        case 'invoice edit'
            printf '%s\n' 'option:--line=text:"DESCRIPTION; QUANTITY; UNIT PRICE; tax=CODE; disc=10%"; re…' 'option:--discount=text:On the whole document: 10% or 50.00' 'option:--tax-included:Prices have their tax inside, or not' 'option:--tax-added:Prices have their tax inside, or not' 'option:--issued=text:The date on it; today if not given' 'option:--supplied=text:When it was supplied: the tax point' 'option:--due=text:When it is to be paid; by the client\'s terms if not given' 'option:--reference=text:The client\'s own reference' 'option:--note=text:A note on it' 'option:--currency=currency:Currency; the client\'s if not given' 'option:--rate=text:Book currency for one unit of it' 'argument:draft'
        case 'invoice gaps'
        case 'invoice issue'
            printf '%s\n' 'option:--issued=text:The date on it; the draft\'s own if not given' 'option:--backdate:Allow a date before the latest of the series' 'argument:draft'
        case 'invoice list'
            printf '%s\n' 'option:--open:Only what has something open' 'option:--overdue:Only what is open and past its due date' 'option:--draft:Only drafts' 'option:--credits:Credit notes instead of invoices' 'option:--status=document_status:draft, open, part_paid, paid, credited, void or written_off' 'option:--client=client:Of one client' 'option:--from=text:Issued on this day or later' 'option:--to=text:Issued on this day or earlier' 'option:--sort=invoice_sort:date, due, number, client, total or open; - in front turns …' 'option:--limit=text:At most so many; 0 for all'
        case 'invoice pay'
            printf '%s\n' 'option:--on=text:The day it arrived; today if not given' 'option:--into=account:Bank, cash or card account; Bank if not given' 'option:--rate=text:Book currency for one unit of it' 'option:--reference=text:What the bank says of it' 'option:--note=text:A note on it' 'argument:open_invoice' 'argument:text'
        case 'invoice rm'
            printf '%s\n' 'argument:draft'
        case 'invoice show'
            printf '%s\n' 'argument:document'
        case 'invoice void'
            printf '%s\n' 'option:--on=text:The day it takes effect; today if not given' 'argument:invoice'
        case 'payment'
            printf '%s\n' 'word:add:Book a payment from a client against the oldest open invoic…' 'word:apply:Use a client\'s credit, from a payment or a credit note, for…' 'word:list:List payments as they stand today, the newest first' 'word:show:Show a payment with what it settles' 'word:unapply:Free what a payment or credit note settles of an invoice; b…' 'word:void:Take a payment back, as when it bounces: from that day on i…'
        case 'payment add'
            printf '%s\n' 'option:--on=text:The day it arrived; today if not given' 'option:--into=account:Bank, cash or card account; Bank if not given' 'option:--currency=currency:Its currency; the client\'s if not given' 'option:--rate=text:Book currency for one unit of it' 'option:--reference=text:What the bank says of it' 'option:--note=text:A note on it' 'argument:client' 'argument:text'
        case 'payment apply'
            printf '%s\n' 'option:--on=text:The day it takes effect; today if not given' 'argument:free_credit' 'argument:open_invoice' 'argument:text'
        case 'payment list'
            printf '%s\n' 'option:--client=client:Of one client' 'option:--from=text:Received on this day or later' 'option:--to=text:Received on this day or earlier' 'option:--open:Only what has something left to apply' 'option:--limit=text:At most so many; 0 for all'
        case 'payment show'
            printf '%s\n' 'argument:payment'
        case 'payment unapply'
            printf '%s\n' 'option:--on=text:The day it takes effect; today if not given' 'argument:credit' 'argument:invoice'
        case 'payment void'
            printf '%s\n' 'option:--on=text:The day it takes effect; today if not given' 'argument:payment'
        case 'tax'
            printf '%s\n' 'word:add:Add a tax code, or its next turn from a day on: what held u…' 'word:list:List the tax codes that hold today or will later' 'word:load:Load the tax codes of a country, with the rates of 2026; th…' 'word:show:Show a tax code with its components, as it holds today'
        case 'tax add'
            printf '%s\n' 'option:--name=text:What it is, for people' 'option:--rate=text:A tax that it adds: 21' 'option:--component=text:One tax of it, as often as needed: "NAME; RATE; added|withh…' 'option:--treatment=treatment:standard, zero, exempt, export, reverse_charge or out_of_sc…' 'option:--from=text:First day; ends the turn before it' 'option:--to=text:Last day' 'option:--words=text:What the buyer must read on the document' 'argument:tax'
        case 'tax list'
            printf '%s\n' 'option:--all:Those that no longer hold too' 'option:--limit=text:At most so many; 0 for all'
        case 'tax load'
            printf '%s\n' 'argument:tax_pack'
        case 'tax show'
            printf '%s\n' 'argument:tax'
        case 'report'
            printf '%s\n' 'word:aging:Show who owes what since when, as of any day, in the book\'s…' 'word:pipeline:What is in the pipeline: deals, their amounts, and what to …'
        case 'report aging'
            printf '%s\n' 'option:--as-of=text:As it was at the end of this day' 'option:--by=aging_row:A row for each' 'option:--buckets=text:Last day late of each bucket' 'option:--basis=aging_basis:What the days count from' 'option:--client=client:One client alone'
        case 'report pipeline'
            printf '%s\n' 'option:--as-of=text:The pipeline as it stood on this day' 'option:--by=pipeline_view:A row for each: stage, client, owner or month expected to c…' 'option:--all:Won and lost deals too; never in the totals'
        case 'import'
            printf '%s\n' 'word:clients:Import clients: new ones are added, known ones brought up t…' 'word:deals:Import deals: new ones are added, known ones brought up to …' 'word:invoices:Import invoices with their payments, and post them'
        case 'import clients'
            printf '%s\n' 'option:--map=text:Which column is this field; columns of its name map themsel…' 'option:--set=text:The same value in every row. Repeatable' 'option:--default=text:The value where the cell is empty. Repeatable' 'option:--key=text:The id in the other system; without it: handle, else name' 'option:--date-format=text:How the file writes dates: %d/%m/%Y. Without it they must b…' 'option:--decimal=decimal_sign:The decimal sign of the file' 'option:--encoding=text:Found out when not given' 'option:--delimiter=delimiter:comma, semicolon, tab, pipe or a sign; found out when not g…' 'option:--rejects=file:Write the rows that were not taken here, as CSV' 'option:--strict:One bad row, and nothing is imported' 'option:--dry-run:Only say what would happen' 'argument:file'
        case 'import deals'
            printf '%s\n' 'option:--map=text:Which column is this field; columns of its name map themsel…' 'option:--set=text:The same value in every row. Repeatable' 'option:--default=text:The value where the cell is empty. Repeatable' 'option:--key=text:The id in the other system; without it: name, client and op…' 'option:--create-missing:Make the clients that are named and not there yet' 'option:--date-format=text:How the file writes dates: %d/%m/%Y. Without it they must b…' 'option:--decimal=decimal_sign:The decimal sign of the file' 'option:--encoding=text:Found out when not given' 'option:--delimiter=delimiter:comma, semicolon, tab, pipe or a sign; found out when not g…' 'option:--rejects=file:Write the rows that were not taken here, as CSV' 'option:--strict:One bad row, and nothing is imported' 'option:--dry-run:Only say what would happen' 'argument:file'
        case 'import invoices'
            printf '%s\n' 'option:--map=text:Which column is this field; columns of its name map themsel…' 'option:--set=text:The same value in every row. Repeatable' 'option:--default=text:The value where the cell is empty. Repeatable' 'option:--key=text:The column of the number: --map number=COLUMN' 'option:--opening=text:Take what is open on that day against Opening balances: no …' 'option:--tax=tax:The tax code inside the totals; without it the tax is unkno…' 'option:--create-missing:Make the clients that are named and not there yet' 'option:--date-format=text:How the file writes dates: %d/%m/%Y. Without it they must b…' 'option:--decimal=decimal_sign:The decimal sign of the file' 'option:--encoding=text:Found out when not given' 'option:--delimiter=delimiter:comma, semicolon, tab, pipe or a sign; found out when not g…' 'option:--rejects=file:Write the rows that were not taken here, as CSV' 'option:--strict:One bad row, and nothing is imported' 'option:--dry-run:Only say what would happen' 'argument:file'
        case 'db'
            printf '%s\n' 'word:check:Prove the book: the file, the history and every figure; exi…' 'word:info:What the book holds: its schema, size, currency and how man…' 'word:path:Where the book is: its file, or its URL without the password' 'word:upgrade:Bring a book of an older acctmgr up to date; a file is copi…'
        case 'db check'
        case 'db info'
        case 'db path'
        case 'db upgrade'
        case 'init'
            printf '%s\n' 'option:--currency=currency:Currency of the books, ISO code; that of the machine\'s coun…' 'option:--name=text:Your business as it stands on documents' 'option:--number-style=number_style:How amounts are typed and shown: 1,250.00 or 1.250,00'
        case 'demo'
            printf '%s\n' 'option:--keep=file:Where to make it, for good; nothing may be there yet'
        case 'config'
            printf '%s\n' 'word:get:The value of one setting, bare' 'word:list:Every setting: its value, where that comes from, and what i…' 'word:path:Where the machine\'s settings are kept, whether the file is …' 'word:set:Set one, for this machine or in the book; what makes no sen…' 'word:unset:Bring back a setting\'s default'
        case 'config get'
            printf '%s\n' 'argument:setting'
        case 'config list'
        case 'config path'
        case 'config set'
            printf '%s\n' 'argument:setting' 'argument:text'
        case 'config unset'
            printf '%s\n' 'argument:setting'
        case 'book'
            printf '%s\n' 'word:add:Give a book a name to type after --book. The name is kept o…' 'word:list:The named books, which one is the default, and whether each…' 'word:rm:Forget a name. The book itself stays where it is' 'word:use:Make a book the default: the one that commands use when non…'
        case 'book add'
            printf '%s\n' 'argument:text' 'argument:file'
        case 'book list'
        case 'book rm'
            printf '%s\n' 'argument:book'
        case 'book use'
            printf '%s\n' 'argument:book'
        case 'completion'
            printf '%s\n' 'option:--install:Put it where your shell finds it' 'argument:shell'
    end
end

function __acctmgr_choices # the words of the kind $argv[1]
    switch $argv[1]
        case 'aging_basis'
            printf '%s\n' 'due' 'issued'
        case 'aging_row'
            printf '%s\n' 'client' 'invoice'
        case 'client_fact'
            printf '%s\n' 'legal-name' 'tax-id' 'email' 'phone' 'website' 'industry' 'address' 'country' 'currency' 'terms' 'tier' 'owner' 'source' 'since' 'note'
        case 'client_sort'
            printf '%s\n' 'name' 'handle' 'open' 'overdue' 'tier' 'status' 'since' '-name' '-handle' '-open' '-overdue' '-tier' '-status' '-since'
        case 'client_status'
            printf '%s\n' 'lead' 'prospect' 'active' 'dormant' 'lost'
        case 'currency'
            printf '%s\n' 'AED' 'AFN' 'ALL' 'AMD' 'ANG' 'AOA' 'ARS' 'AUD' 'AWG' 'AZN' 'BAM' 'BBD' 'BDT' 'BGN' 'BHD' 'BIF' 'BMD' 'BND' 'BOB' 'BOV' 'BRL' 'BSD' 'BTN' 'BWP' 'BYN' 'BZD' 'CAD' 'CDF' 'CHE' 'CHF' 'CHW' 'CLF' 'CLP' 'CNY' 'COP' 'COU' 'CRC' 'CUC' 'CUP' 'CVE' 'CZK' 'DJF' 'DKK' 'DOP' 'DZD' 'EGP' 'ERN' 'ETB' 'EUR' 'FJD' 'FKP' 'GBP' 'GEL' 'GHS' 'GIP' 'GMD' 'GNF' 'GTQ' 'GYD' 'HKD' 'HNL' 'HRK' 'HTG' 'HUF' 'IDR' 'ILS' 'INR' 'IQD' 'IRR' 'ISK' 'JMD' 'JOD' 'JPY' 'KES' 'KGS' 'KHR' 'KMF' 'KPW' 'KRW' 'KWD' 'KYD' 'KZT' 'LAK' 'LBP' 'LKR' 'LRD' 'LSL' 'LYD' 'MAD' 'MDL' 'MGA' 'MKD' 'MMK' 'MNT' 'MOP' 'MRU' 'MUR' 'MVR' 'MWK' 'MXN' 'MXV' 'MYR' 'MZN' 'NAD' 'NGN' 'NIO' 'NOK' 'NPR' 'NZD' 'OMR' 'PAB' 'PEN' 'PGK' 'PHP' 'PKR' 'PLN' 'PYG' 'QAR' 'RON' 'RSD' 'RUB' 'RWF' 'SAR' 'SBD' 'SCR' 'SDG' 'SEK' 'SGD' 'SHP' 'SLE' 'SLL' 'SOS' 'SRD' 'SSP' 'STN' 'SVC' 'SYP' 'SZL' 'THB' 'TJS' 'TMT' 'TND' 'TOP' 'TRY' 'TTD' 'TWD' 'TZS' 'UAH' 'UGX' 'USD' 'USN' 'UYI' 'UYU' 'UYW' 'UZS' 'VED' 'VES' 'VND' 'VUV' 'WST' 'XAD' 'XAF' 'XCD' 'XCG' 'XOF' 'XPF' 'YER' 'ZAR' 'ZMW' 'ZWG' 'ZWL'
        case 'deal_fact'
            printf '%s\n' 'probability' 'opened' 'close' 'owner' 'source' 'competitor' 'note' 'reason' 'amount'
        case 'deal_sort'
            printf '%s\n' 'close' 'id' 'name' 'client' 'stage' 'amount' 'weighted' 'probability' 'opened' 'owner' '-close' '-id' '-name' '-client' '-stage' '-amount' '-weighted' '-probability' '-opened' '-owner'
        case 'decimal_sign'
            printf '%s\n' '.' ','
        case 'delimiter'
            printf '%s\n' 'comma' 'semicolon' 'tab' 'pipe'
        case 'document_status'
            printf '%s\n' 'draft' 'open' 'part_paid' 'paid' 'credited' 'void' 'written_off'
        case 'format'
            printf '%s\n' 'table' 'json' 'csv' 'md' 'ids'
        case 'invoice_sort'
            printf '%s\n' 'date' 'due' 'number' 'client' 'total' 'open' '-date' '-due' '-number' '-client' '-total' '-open'
        case 'number_style'
            printf '%s\n' '1,250.00' '1.250,00'
        case 'pipeline_view'
            printf '%s\n' 'stage' 'client' 'owner' 'month'
        case 'shell'
            printf '%s\n' 'bash' 'zsh' 'fish' 'powershell'
        case 'tax_pack'
            printf '%s\n' 'es' 'de' 'uk' 'us'
        case 'tier'
            printf '%s\n' 'A' 'B' 'C'
        case 'treatment'
            printf '%s\n' 'standard' 'zero' 'exempt' 'export' 'reverse_charge' 'out_of_scope'
        case 'setting'
            printf '%s\n' 'user' 'format' 'rows' 'default_book' 'currency' 'number_style' 'company.name' 'company.address' 'company.country' 'company.tax_id' 'company.iban' 'terms' 'rounding' 'tax.default' 'series.invoice' 'series.invoice.next' 'series.credit_note' 'series.credit_note.next' 'locked_until'
    end
end

function __acctmgr_everywhere # the options that stand anywhere
    printf '%s\n' 'option:--book=book:A book of the config file' 'option:--db=file:A book by its path or postgresql:// URL' 'option:--format=format:One of: table json csv md ids' 'option:-f=format:One of: table json csv md ids' 'option:--today=text:Take this day for today' 'option:--quiet:Say nothing but facts and errors' 'option:-q:Say nothing but facts and errors' 'option:--yes:Answer yes to every question' 'option:-y:Answer yes to every question' 'option:--no-color:No colours' 'option:--help:Show the help of a command'
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
