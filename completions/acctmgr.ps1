# What TAB offers after acctmgr in PowerShell. Made by: acctmgr completion powershell

Register-ArgumentCompleter -Native -CommandName acctmgr -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    # what may follow the words of each path: commands, options and what they take, arguments
    $nodes = @{
        '' = @{
            Words = @(@{ Name = 'client'; Help = 'Clients: the whole card' }, @{ Name = 'deal'; Help = 'Deals and the stages of the pipeline' }, @{ Name = 'invoice'; Help = 'Invoices and credit notes' }, @{ Name = 'payment'; Help = 'Money received, and what it settles' }, @{ Name = 'tax'; Help = 'Tax codes and their components' }, @{ Name = 'report'; Help = 'Pipeline, aging: what is coming, who owes what' }, @{ Name = 'import'; Help = 'Clients, deals and invoices from CSV files' }, @{ Name = 'db'; Help = 'The book as a whole: where it is, whether it is sound' }, @{ Name = 'init'; Help = 'Make a new book: at --db, under --book, or the default one' }, @{ Name = 'demo'; Help = 'Make the book of an invented studio to try things on, and s…' }, @{ Name = 'config'; Help = 'Settings of this machine and of the book' }, @{ Name = 'book'; Help = 'Named books of this machine' }, @{ Name = 'completion'; Help = 'Print the script that makes a shell complete acctmgr, or in…' })
            Options = @(@{ Name = '--version'; Takes = ''; Help = 'Show the version' })
            Arguments = @()
        }
        'client' = @{
            Words = @(@{ Name = 'add'; Help = 'Add a client; prints its handle' }, @{ Name = 'archive'; Help = 'Put a client away: lists leave it out, its history stays' }, @{ Name = 'edit'; Help = 'Change what is named; all else stays as it is' }, @{ Name = 'list'; Help = 'List clients with what they owe today' }, @{ Name = 'restore'; Help = 'Bring an archived client back' }, @{ Name = 'rm'; Help = 'Remove a client for good, unless deals or documents hang on…' }, @{ Name = 'show'; Help = 'Show one client: facts, open money, open deals, latest invo…' })
            Options = @()
            Arguments = @()
        }
        'client add' = @{
            Words = @()
            Options = @(@{ Name = '--handle'; Takes = 'text'; Help = 'The short name to type; else made from the name' }, @{ Name = '--legal-name'; Takes = 'text'; Help = 'The name on documents, if another' }, @{ Name = '--tax-id'; Takes = 'text'; Help = 'Tax number' }, @{ Name = '--email'; Takes = 'text'; Help = 'E-mail' }, @{ Name = '--phone'; Takes = 'text'; Help = 'Phone' }, @{ Name = '--website'; Takes = 'text'; Help = 'Website' }, @{ Name = '--industry'; Takes = 'text'; Help = 'Industry' }, @{ Name = '--address'; Takes = 'text'; Help = 'Postal address, several lines if need be' }, @{ Name = '--country'; Takes = 'text'; Help = 'Country, two letters' }, @{ Name = '--currency'; Takes = 'currency'; Help = 'Currency of its invoices; else the book''s' }, @{ Name = '--terms'; Takes = 'text'; Help = 'Days to pay; else the book''s' }, @{ Name = '--status'; Takes = 'client_status'; Help = 'lead, prospect, active, dormant or lost' }, @{ Name = '--tier'; Takes = 'tier'; Help = 'How much it matters' }, @{ Name = '--owner'; Takes = 'text'; Help = 'Who of us looks after it' }, @{ Name = '--source'; Takes = 'text'; Help = 'Where it came from' }, @{ Name = '--since'; Takes = 'text'; Help = 'Client since' }, @{ Name = '--note'; Takes = 'text'; Help = 'A note' }, @{ Name = '--field'; Takes = 'text'; Help = 'A custom field, as often as needed' }, @{ Name = '--tag'; Takes = 'text'; Help = 'A tag, as often as needed' })
            Arguments = @('text')
        }
        'client archive' = @{
            Words = @()
            Options = @()
            Arguments = @('client')
        }
        'client edit' = @{
            Words = @()
            Options = @(@{ Name = '--name'; Takes = 'text'; Help = 'Another name; the handle stays' }, @{ Name = '--handle'; Takes = 'text'; Help = 'Another short name to type' }, @{ Name = '--legal-name'; Takes = 'text'; Help = 'The name on documents, if another' }, @{ Name = '--tax-id'; Takes = 'text'; Help = 'Tax number' }, @{ Name = '--email'; Takes = 'text'; Help = 'E-mail' }, @{ Name = '--phone'; Takes = 'text'; Help = 'Phone' }, @{ Name = '--website'; Takes = 'text'; Help = 'Website' }, @{ Name = '--industry'; Takes = 'text'; Help = 'Industry' }, @{ Name = '--address'; Takes = 'text'; Help = 'Postal address, several lines if need be' }, @{ Name = '--country'; Takes = 'text'; Help = 'Country, two letters' }, @{ Name = '--currency'; Takes = 'currency'; Help = 'Currency of its invoices; else the book''s' }, @{ Name = '--terms'; Takes = 'text'; Help = 'Days to pay; else the book''s' }, @{ Name = '--status'; Takes = 'client_status'; Help = 'lead, prospect, active, dormant or lost' }, @{ Name = '--tier'; Takes = 'tier'; Help = 'How much it matters' }, @{ Name = '--owner'; Takes = 'text'; Help = 'Who of us looks after it' }, @{ Name = '--source'; Takes = 'text'; Help = 'Where it came from' }, @{ Name = '--since'; Takes = 'text'; Help = 'Client since' }, @{ Name = '--note'; Takes = 'text'; Help = 'A note' }, @{ Name = '--field'; Takes = 'text'; Help = 'A custom field, as often as needed' }, @{ Name = '--tag'; Takes = 'text'; Help = 'A tag, as often as needed' }, @{ Name = '--rm-tag'; Takes = 'text'; Help = 'Take a tag away, as often as needed' }, @{ Name = '--clear'; Takes = 'client_fact'; Help = 'Take away a fact or a custom field: --clear phone' })
            Arguments = @('client')
        }
        'client list' = @{
            Words = @()
            Options = @(@{ Name = '--status'; Takes = 'client_status'; Help = 'Only those in this status' }, @{ Name = '--tier'; Takes = 'tier'; Help = 'Only this tier' }, @{ Name = '--tag'; Takes = 'text'; Help = 'Only those with this tag' }, @{ Name = '--owner'; Takes = 'text'; Help = 'Only those of this owner' }, @{ Name = '--industry'; Takes = 'text'; Help = 'Only this industry' }, @{ Name = '--archived'; Takes = ''; Help = 'Archived ones too' }, @{ Name = '--sort'; Takes = 'client_sort'; Help = 'name, handle, open, overdue, tier, status or since; -KEY th…' }, @{ Name = '--limit'; Takes = 'text'; Help = 'At most so many; 0 for all' })
            Arguments = @()
        }
        'client restore' = @{
            Words = @()
            Options = @()
            Arguments = @('archived_client')
        }
        'client rm' = @{
            Words = @()
            Options = @()
            Arguments = @('client')
        }
        'client show' = @{
            Words = @()
            Options = @()
            Arguments = @('client')
        }
        'deal' = @{
            Words = @(@{ Name = 'add'; Help = 'Add a deal' }, @{ Name = 'edit'; Help = 'Change what is known of a deal' }, @{ Name = 'list'; Help = 'List deals: the open ones as they are expected to close, th…' }, @{ Name = 'lose'; Help = 'Lose a deal' }, @{ Name = 'move'; Help = 'Move a deal to another stage; a day before other moves is p…' }, @{ Name = 'reopen'; Help = 'Open a won or lost deal again; its history keeps that it wa…' }, @{ Name = 'rm'; Help = 'Delete a deal with its history; a deal that came to nothing…' }, @{ Name = 'show'; Help = 'Show a deal with its way through the pipeline' }, @{ Name = 'stage'; Help = 'The stages of the pipeline' }, @{ Name = 'win'; Help = 'Win a deal' })
            Options = @()
            Arguments = @()
        }
        'deal add' = @{
            Words = @()
            Options = @(@{ Name = '--client'; Takes = 'client'; Help = 'Who would buy: handle, id, e-mail or name' }, @{ Name = '--amount'; Takes = 'text'; Help = 'What it would bring, in its currency' }, @{ Name = '--currency'; Takes = 'currency'; Help = 'Of the amount; the client''s or the book''s if not given' }, @{ Name = '--stage'; Takes = 'stage'; Help = 'An open stage; the first if not given' }, @{ Name = '--probability'; Takes = 'text'; Help = 'That it is won, if not what its stage says' }, @{ Name = '--opened'; Takes = 'text'; Help = 'The day it began' }, @{ Name = '--close'; Takes = 'text'; Help = 'The day it is expected to close' }, @{ Name = '--owner'; Takes = 'text'; Help = 'Who of us looks after it' }, @{ Name = '--source'; Takes = 'text'; Help = 'Where it came from' }, @{ Name = '--competitor'; Takes = 'text'; Help = 'Who else is after it' }, @{ Name = '--note'; Takes = 'text'; Help = 'Whatever else there is to say' }, @{ Name = '--tag'; Takes = 'text'; Help = 'A word on it, as often as needed' }, @{ Name = '--field'; Takes = 'text'; Help = 'A field of your own, as often as needed' })
            Arguments = @('text')
        }
        'deal edit' = @{
            Words = @()
            Options = @(@{ Name = '--name'; Takes = 'text'; Help = 'What it is about' }, @{ Name = '--client'; Takes = 'client'; Help = 'Who would buy' }, @{ Name = '--amount'; Takes = 'text'; Help = 'What it would bring, in its currency' }, @{ Name = '--currency'; Takes = 'currency'; Help = 'Of the amount' }, @{ Name = '--stage'; Takes = 'stage'; Help = 'Moves it there today, as `deal move`' }, @{ Name = '--probability'; Takes = 'text'; Help = 'That it is won, if not what its stage says' }, @{ Name = '--opened'; Takes = 'text'; Help = 'The day it began' }, @{ Name = '--close'; Takes = 'text'; Help = 'The day it is expected to close' }, @{ Name = '--owner'; Takes = 'text'; Help = 'Who of us looks after it' }, @{ Name = '--source'; Takes = 'text'; Help = 'Where it came from' }, @{ Name = '--competitor'; Takes = 'text'; Help = 'Who else is after it' }, @{ Name = '--note'; Takes = 'text'; Help = 'Whatever else there is to say' }, @{ Name = '--reason'; Takes = 'text'; Help = 'Why it was lost' }, @{ Name = '--tag'; Takes = 'text'; Help = 'A word on it, as often as needed' }, @{ Name = '--rm-tag'; Takes = 'text'; Help = 'A word to take off it' }, @{ Name = '--field'; Takes = 'text'; Help = 'A field of your own, as often as needed' }, @{ Name = '--clear'; Takes = 'deal_fact'; Help = 'Take away one of: probability opened close owner source com…' })
            Arguments = @('deal')
        }
        'deal list' = @{
            Words = @()
            Options = @(@{ Name = '--stage'; Takes = 'stage'; Help = 'In this stage' }, @{ Name = '--client'; Takes = 'client'; Help = 'With this client' }, @{ Name = '--owner'; Takes = 'text'; Help = 'Looked after by this one of us' }, @{ Name = '--open'; Takes = ''; Help = 'Neither won nor lost' }, @{ Name = '--from'; Takes = 'text'; Help = 'Closed, or expected to close, from this day on' }, @{ Name = '--to'; Takes = 'text'; Help = 'Closed, or expected to close, up to this day' }, @{ Name = '--sort'; Takes = 'deal_sort'; Help = 'One of: close id name client stage amount weighted probabil…' }, @{ Name = '--limit'; Takes = 'text'; Help = 'At most so many; 0 for all' })
            Arguments = @()
        }
        'deal lose' = @{
            Words = @()
            Options = @(@{ Name = '--on'; Takes = 'text'; Help = 'The day it happened' }, @{ Name = '--reason'; Takes = 'text'; Help = 'Why' })
            Arguments = @('open_deal')
        }
        'deal move' = @{
            Words = @()
            Options = @(@{ Name = '--on'; Takes = 'text'; Help = 'The day it happened' })
            Arguments = @('open_deal', 'stage')
        }
        'deal reopen' = @{
            Words = @()
            Options = @(@{ Name = '--on'; Takes = 'text'; Help = 'The day it happened' })
            Arguments = @('deal', 'stage')
        }
        'deal rm' = @{
            Words = @()
            Options = @()
            Arguments = @('deal')
        }
        'deal show' = @{
            Words = @()
            Options = @()
            Arguments = @('deal')
        }
        'deal stage' = @{
            Words = @(@{ Name = 'add'; Help = 'Add an open stage' }, @{ Name = 'edit'; Help = 'Give a stage another name or probability' }, @{ Name = 'list'; Help = 'List the stages in the order of the pipeline, with the deal…' }, @{ Name = 'order'; Help = 'Put the open stages in another order; those not named follo…' }, @{ Name = 'rm'; Help = 'Remove an open stage; its deals, and those that passed thro…' })
            Options = @()
            Arguments = @()
        }
        'deal stage add' = @{
            Words = @()
            Options = @(@{ Name = '--probability'; Takes = 'text'; Help = 'That a deal in it is won, unless the deal says otherwise' }, @{ Name = '--before'; Takes = 'stage'; Help = 'It comes before this one; last of the open ones if not given' })
            Arguments = @('text')
        }
        'deal stage edit' = @{
            Words = @()
            Options = @(@{ Name = '--name'; Takes = 'text'; Help = 'What it is called from now on' }, @{ Name = '--probability'; Takes = 'text'; Help = 'That a deal in it is won' })
            Arguments = @('stage')
        }
        'deal stage list' = @{
            Words = @()
            Options = @()
            Arguments = @()
        }
        'deal stage order' = @{
            Words = @()
            Options = @()
            Arguments = @('stage...')
        }
        'deal stage rm' = @{
            Words = @()
            Options = @(@{ Name = '--move-to'; Takes = 'stage'; Help = 'Where its deals and their history go' })
            Arguments = @('stage')
        }
        'deal win' = @{
            Words = @()
            Options = @(@{ Name = '--on'; Takes = 'text'; Help = 'The day it happened' }, @{ Name = '--amount'; Takes = 'text'; Help = 'What it would bring, in its currency' })
            Arguments = @('open_deal')
        }
        'invoice' = @{
            Words = @(@{ Name = 'add'; Help = 'Write an invoice and issue it at once, or keep it as a draft' }, @{ Name = 'copy'; Help = 'Make a draft with the same client and lines, dated today' }, @{ Name = 'credit'; Help = 'Issue a credit note for an invoice: all that is left of it,…' }, @{ Name = 'due'; Help = 'Give an invoice another due date' }, @{ Name = 'edit'; Help = 'Change a draft; lines given replace all its lines. What was…' }, @{ Name = 'gaps'; Help = 'Show for each series of numbers whether one is missing' }, @{ Name = 'issue'; Help = 'Give a draft its number and post it' }, @{ Name = 'list'; Help = 'List invoices, or credit notes, as they stand today; the ne…' }, @{ Name = 'pay'; Help = 'Book a payment for an invoice; what is more than it has ope…' }, @{ Name = 'rm'; Help = 'Throw a draft away' }, @{ Name = 'show'; Help = 'Show an invoice or credit note with its lines, taxes and wh…' }, @{ Name = 'void'; Help = 'Let an invoice or credit note count no more; it keeps its n…' })
            Options = @()
            Arguments = @()
        }
        'invoice add' = @{
            Words = @()
            Options = @(@{ Name = '--line'; Takes = 'text'; Help = '"DESCRIPTION; QUANTITY; UNIT PRICE; tax=CODE; disc=10%"; re…' }, @{ Name = '--discount'; Takes = 'text'; Help = 'On the whole document: 10% or 50.00' }, @{ Name = '--tax-included'; Takes = ''; Help = 'Prices have their tax inside' }, @{ Name = '--issued'; Takes = 'text'; Help = 'The date on it; today if not given' }, @{ Name = '--supplied'; Takes = 'text'; Help = 'When it was supplied: the tax point' }, @{ Name = '--due'; Takes = 'text'; Help = 'When it is to be paid; by the client''s terms if not given' }, @{ Name = '--reference'; Takes = 'text'; Help = 'The client''s own reference' }, @{ Name = '--note'; Takes = 'text'; Help = 'A note on it' }, @{ Name = '--currency'; Takes = 'currency'; Help = 'Currency; the client''s if not given' }, @{ Name = '--rate'; Takes = 'text'; Help = 'Book currency for one unit of it' }, @{ Name = '--draft'; Takes = ''; Help = 'Keep it as a draft, without a number' }, @{ Name = '--backdate'; Takes = ''; Help = 'Allow a date before the latest of the series' })
            Arguments = @('client')
        }
        'invoice copy' = @{
            Words = @()
            Options = @()
            Arguments = @('invoice')
        }
        'invoice credit' = @{
            Words = @()
            Options = @(@{ Name = '--line'; Takes = 'text'; Help = '"DESCRIPTION; QUANTITY; UNIT PRICE; tax=CODE; disc=10%"; re…' }, @{ Name = '--issued'; Takes = 'text'; Help = 'The date on it; today if not given' }, @{ Name = '--backdate'; Takes = ''; Help = 'Allow a date before the latest of the series' })
            Arguments = @('invoice', 'text')
        }
        'invoice due' = @{
            Words = @()
            Options = @()
            Arguments = @('open_invoice', 'text')
        }
        'invoice edit' = @{
            Words = @()
            Options = @(@{ Name = '--line'; Takes = 'text'; Help = '"DESCRIPTION; QUANTITY; UNIT PRICE; tax=CODE; disc=10%"; re…' }, @{ Name = '--discount'; Takes = 'text'; Help = 'On the whole document: 10% or 50.00' }, @{ Name = '--tax-included'; Takes = ''; Help = 'Prices have their tax inside, or not' }, @{ Name = '--tax-added'; Takes = ''; Help = 'Prices have their tax inside, or not' }, @{ Name = '--issued'; Takes = 'text'; Help = 'The date on it; today if not given' }, @{ Name = '--supplied'; Takes = 'text'; Help = 'When it was supplied: the tax point' }, @{ Name = '--due'; Takes = 'text'; Help = 'When it is to be paid; by the client''s terms if not given' }, @{ Name = '--reference'; Takes = 'text'; Help = 'The client''s own reference' }, @{ Name = '--note'; Takes = 'text'; Help = 'A note on it' }, @{ Name = '--currency'; Takes = 'currency'; Help = 'Currency; the client''s if not given' }, @{ Name = '--rate'; Takes = 'text'; Help = 'Book currency for one unit of it' })
            Arguments = @('draft')
        }
        'invoice gaps' = @{
            Words = @()
            Options = @()
            Arguments = @()
        }
        'invoice issue' = @{
            Words = @()
            Options = @(@{ Name = '--issued'; Takes = 'text'; Help = 'The date on it; the draft''s own if not given' }, @{ Name = '--backdate'; Takes = ''; Help = 'Allow a date before the latest of the series' })
            Arguments = @('draft')
        }
        'invoice list' = @{
            Words = @()
            Options = @(@{ Name = '--open'; Takes = ''; Help = 'Only what has something open' }, @{ Name = '--overdue'; Takes = ''; Help = 'Only what is open and past its due date' }, @{ Name = '--draft'; Takes = ''; Help = 'Only drafts' }, @{ Name = '--credits'; Takes = ''; Help = 'Credit notes instead of invoices' }, @{ Name = '--status'; Takes = 'document_status'; Help = 'draft, open, part_paid, paid, credited, void or written_off' }, @{ Name = '--client'; Takes = 'client'; Help = 'Of one client' }, @{ Name = '--from'; Takes = 'text'; Help = 'Issued on this day or later' }, @{ Name = '--to'; Takes = 'text'; Help = 'Issued on this day or earlier' }, @{ Name = '--sort'; Takes = 'invoice_sort'; Help = 'date, due, number, client, total or open; - in front turns …' }, @{ Name = '--limit'; Takes = 'text'; Help = 'At most so many; 0 for all' })
            Arguments = @()
        }
        'invoice pay' = @{
            Words = @()
            Options = @(@{ Name = '--on'; Takes = 'text'; Help = 'The day it arrived; today if not given' }, @{ Name = '--into'; Takes = 'account'; Help = 'Bank, cash or card account; Bank if not given' }, @{ Name = '--rate'; Takes = 'text'; Help = 'Book currency for one unit of it' }, @{ Name = '--reference'; Takes = 'text'; Help = 'What the bank says of it' }, @{ Name = '--note'; Takes = 'text'; Help = 'A note on it' })
            Arguments = @('open_invoice', 'text')
        }
        'invoice rm' = @{
            Words = @()
            Options = @()
            Arguments = @('draft')
        }
        'invoice show' = @{
            Words = @()
            Options = @()
            Arguments = @('document')
        }
        'invoice void' = @{
            Words = @()
            Options = @(@{ Name = '--on'; Takes = 'text'; Help = 'The day it takes effect; today if not given' })
            Arguments = @('invoice')
        }
        'payment' = @{
            Words = @(@{ Name = 'add'; Help = 'Book a payment from a client against the oldest open invoic…' }, @{ Name = 'apply'; Help = 'Use a client''s credit, from a payment or a credit note, for…' }, @{ Name = 'list'; Help = 'List payments as they stand today, the newest first' }, @{ Name = 'show'; Help = 'Show a payment with what it settles' }, @{ Name = 'unapply'; Help = 'Free what a payment or credit note settles of an invoice; b…' }, @{ Name = 'void'; Help = 'Take a payment back, as when it bounces: from that day on i…' })
            Options = @()
            Arguments = @()
        }
        'payment add' = @{
            Words = @()
            Options = @(@{ Name = '--on'; Takes = 'text'; Help = 'The day it arrived; today if not given' }, @{ Name = '--into'; Takes = 'account'; Help = 'Bank, cash or card account; Bank if not given' }, @{ Name = '--currency'; Takes = 'currency'; Help = 'Its currency; the client''s if not given' }, @{ Name = '--rate'; Takes = 'text'; Help = 'Book currency for one unit of it' }, @{ Name = '--reference'; Takes = 'text'; Help = 'What the bank says of it' }, @{ Name = '--note'; Takes = 'text'; Help = 'A note on it' })
            Arguments = @('client', 'text')
        }
        'payment apply' = @{
            Words = @()
            Options = @(@{ Name = '--on'; Takes = 'text'; Help = 'The day it takes effect; today if not given' })
            Arguments = @('free_credit', 'open_invoice', 'text')
        }
        'payment list' = @{
            Words = @()
            Options = @(@{ Name = '--client'; Takes = 'client'; Help = 'Of one client' }, @{ Name = '--from'; Takes = 'text'; Help = 'Received on this day or later' }, @{ Name = '--to'; Takes = 'text'; Help = 'Received on this day or earlier' }, @{ Name = '--open'; Takes = ''; Help = 'Only what has something left to apply' }, @{ Name = '--limit'; Takes = 'text'; Help = 'At most so many; 0 for all' })
            Arguments = @()
        }
        'payment show' = @{
            Words = @()
            Options = @()
            Arguments = @('payment')
        }
        'payment unapply' = @{
            Words = @()
            Options = @(@{ Name = '--on'; Takes = 'text'; Help = 'The day it takes effect; today if not given' })
            Arguments = @('credit', 'invoice')
        }
        'payment void' = @{
            Words = @()
            Options = @(@{ Name = '--on'; Takes = 'text'; Help = 'The day it takes effect; today if not given' })
            Arguments = @('payment')
        }
        'tax' = @{
            Words = @(@{ Name = 'add'; Help = 'Add a tax code, or its next turn from a day on: what held u…' }, @{ Name = 'list'; Help = 'List the tax codes that hold today or will later' }, @{ Name = 'load'; Help = 'Load the tax codes of a country, with the rates of 2026; th…' }, @{ Name = 'show'; Help = 'Show a tax code with its components, as it holds today' })
            Options = @()
            Arguments = @()
        }
        'tax add' = @{
            Words = @()
            Options = @(@{ Name = '--name'; Takes = 'text'; Help = 'What it is, for people' }, @{ Name = '--rate'; Takes = 'text'; Help = 'A tax that it adds: 21' }, @{ Name = '--component'; Takes = 'text'; Help = 'One tax of it, as often as needed: "NAME; RATE; added|withh…' }, @{ Name = '--treatment'; Takes = 'treatment'; Help = 'standard, zero, exempt, export, reverse_charge or out_of_sc…' }, @{ Name = '--from'; Takes = 'text'; Help = 'First day; ends the turn before it' }, @{ Name = '--to'; Takes = 'text'; Help = 'Last day' }, @{ Name = '--words'; Takes = 'text'; Help = 'What the buyer must read on the document' })
            Arguments = @('tax')
        }
        'tax list' = @{
            Words = @()
            Options = @(@{ Name = '--all'; Takes = ''; Help = 'Those that no longer hold too' }, @{ Name = '--limit'; Takes = 'text'; Help = 'At most so many; 0 for all' })
            Arguments = @()
        }
        'tax load' = @{
            Words = @()
            Options = @()
            Arguments = @('tax_pack')
        }
        'tax show' = @{
            Words = @()
            Options = @()
            Arguments = @('tax')
        }
        'report' = @{
            Words = @(@{ Name = 'aging'; Help = 'Show who owes what since when, as of any day, in the book''s…' }, @{ Name = 'pipeline'; Help = 'What is in the pipeline: deals, their amounts, and what to …' })
            Options = @()
            Arguments = @()
        }
        'report aging' = @{
            Words = @()
            Options = @(@{ Name = '--as-of'; Takes = 'text'; Help = 'As it was at the end of this day' }, @{ Name = '--by'; Takes = 'aging_row'; Help = 'A row for each' }, @{ Name = '--buckets'; Takes = 'text'; Help = 'Last day late of each bucket' }, @{ Name = '--basis'; Takes = 'aging_basis'; Help = 'What the days count from' }, @{ Name = '--client'; Takes = 'client'; Help = 'One client alone' })
            Arguments = @()
        }
        'report pipeline' = @{
            Words = @()
            Options = @(@{ Name = '--as-of'; Takes = 'text'; Help = 'The pipeline as it stood on this day' }, @{ Name = '--by'; Takes = 'pipeline_view'; Help = 'A row for each: stage, client, owner or month expected to c…' }, @{ Name = '--all'; Takes = ''; Help = 'Won and lost deals too; never in the totals' })
            Arguments = @()
        }
        'import' = @{
            Words = @(@{ Name = 'clients'; Help = 'Import clients: new ones are added, known ones brought up t…' }, @{ Name = 'deals'; Help = 'Import deals: new ones are added, known ones brought up to …' }, @{ Name = 'invoices'; Help = 'Import invoices with their payments, and post them' })
            Options = @()
            Arguments = @()
        }
        'import clients' = @{
            Words = @()
            Options = @(@{ Name = '--map'; Takes = 'text'; Help = 'Which column is this field; columns of its name map themsel…' }, @{ Name = '--set'; Takes = 'text'; Help = 'The same value in every row. Repeatable' }, @{ Name = '--default'; Takes = 'text'; Help = 'The value where the cell is empty. Repeatable' }, @{ Name = '--key'; Takes = 'text'; Help = 'The id in the other system; without it: handle, else name' }, @{ Name = '--date-format'; Takes = 'text'; Help = 'How the file writes dates: %d/%m/%Y. Without it they must b…' }, @{ Name = '--decimal'; Takes = 'decimal_sign'; Help = 'The decimal sign of the file' }, @{ Name = '--encoding'; Takes = 'text'; Help = 'Found out when not given' }, @{ Name = '--delimiter'; Takes = 'delimiter'; Help = 'comma, semicolon, tab, pipe or a sign; found out when not g…' }, @{ Name = '--rejects'; Takes = 'file'; Help = 'Write the rows that were not taken here, as CSV' }, @{ Name = '--strict'; Takes = ''; Help = 'One bad row, and nothing is imported' }, @{ Name = '--dry-run'; Takes = ''; Help = 'Only say what would happen' })
            Arguments = @('file')
        }
        'import deals' = @{
            Words = @()
            Options = @(@{ Name = '--map'; Takes = 'text'; Help = 'Which column is this field; columns of its name map themsel…' }, @{ Name = '--set'; Takes = 'text'; Help = 'The same value in every row. Repeatable' }, @{ Name = '--default'; Takes = 'text'; Help = 'The value where the cell is empty. Repeatable' }, @{ Name = '--key'; Takes = 'text'; Help = 'The id in the other system; without it: name, client and op…' }, @{ Name = '--create-missing'; Takes = ''; Help = 'Make the clients that are named and not there yet' }, @{ Name = '--date-format'; Takes = 'text'; Help = 'How the file writes dates: %d/%m/%Y. Without it they must b…' }, @{ Name = '--decimal'; Takes = 'decimal_sign'; Help = 'The decimal sign of the file' }, @{ Name = '--encoding'; Takes = 'text'; Help = 'Found out when not given' }, @{ Name = '--delimiter'; Takes = 'delimiter'; Help = 'comma, semicolon, tab, pipe or a sign; found out when not g…' }, @{ Name = '--rejects'; Takes = 'file'; Help = 'Write the rows that were not taken here, as CSV' }, @{ Name = '--strict'; Takes = ''; Help = 'One bad row, and nothing is imported' }, @{ Name = '--dry-run'; Takes = ''; Help = 'Only say what would happen' })
            Arguments = @('file')
        }
        'import invoices' = @{
            Words = @()
            Options = @(@{ Name = '--map'; Takes = 'text'; Help = 'Which column is this field; columns of its name map themsel…' }, @{ Name = '--set'; Takes = 'text'; Help = 'The same value in every row. Repeatable' }, @{ Name = '--default'; Takes = 'text'; Help = 'The value where the cell is empty. Repeatable' }, @{ Name = '--key'; Takes = 'text'; Help = 'The column of the number: --map number=COLUMN' }, @{ Name = '--opening'; Takes = 'text'; Help = 'Take what is open on that day against Opening balances: no …' }, @{ Name = '--tax'; Takes = 'tax'; Help = 'The tax code inside the totals; without it the tax is unkno…' }, @{ Name = '--create-missing'; Takes = ''; Help = 'Make the clients that are named and not there yet' }, @{ Name = '--date-format'; Takes = 'text'; Help = 'How the file writes dates: %d/%m/%Y. Without it they must b…' }, @{ Name = '--decimal'; Takes = 'decimal_sign'; Help = 'The decimal sign of the file' }, @{ Name = '--encoding'; Takes = 'text'; Help = 'Found out when not given' }, @{ Name = '--delimiter'; Takes = 'delimiter'; Help = 'comma, semicolon, tab, pipe or a sign; found out when not g…' }, @{ Name = '--rejects'; Takes = 'file'; Help = 'Write the rows that were not taken here, as CSV' }, @{ Name = '--strict'; Takes = ''; Help = 'One bad row, and nothing is imported' }, @{ Name = '--dry-run'; Takes = ''; Help = 'Only say what would happen' })
            Arguments = @('file')
        }
        'db' = @{
            Words = @(@{ Name = 'check'; Help = 'Prove the book: the file, the history and every figure; exi…' }, @{ Name = 'info'; Help = 'What the book holds: its schema, size, currency and how man…' }, @{ Name = 'path'; Help = 'Where the book is: its file, or its URL without the password' }, @{ Name = 'upgrade'; Help = 'Bring a book of an older acctmgr up to date; a file is copi…' })
            Options = @()
            Arguments = @()
        }
        'db check' = @{
            Words = @()
            Options = @()
            Arguments = @()
        }
        'db info' = @{
            Words = @()
            Options = @()
            Arguments = @()
        }
        'db path' = @{
            Words = @()
            Options = @()
            Arguments = @()
        }
        'db upgrade' = @{
            Words = @()
            Options = @()
            Arguments = @()
        }
        'init' = @{
            Words = @()
            Options = @(@{ Name = '--currency'; Takes = 'currency'; Help = 'Currency of the books, ISO code; that of the machine''s coun…' }, @{ Name = '--name'; Takes = 'text'; Help = 'Your business as it stands on documents' }, @{ Name = '--number-style'; Takes = 'number_style'; Help = 'How amounts are typed and shown: 1,250.00 or 1.250,00' })
            Arguments = @()
        }
        'demo' = @{
            Words = @()
            Options = @(@{ Name = '--keep'; Takes = 'file'; Help = 'Where to make it, for good; nothing may be there yet' })
            Arguments = @()
        }
        'config' = @{
            Words = @(@{ Name = 'get'; Help = 'The value of one setting, bare' }, @{ Name = 'list'; Help = 'Every setting: its value, where that comes from, and what i…' }, @{ Name = 'path'; Help = 'Where the machine''s settings are kept, whether the file is …' }, @{ Name = 'set'; Help = 'Set one, for this machine or in the book; what makes no sen…' }, @{ Name = 'unset'; Help = 'Bring back a setting''s default' })
            Options = @()
            Arguments = @()
        }
        'config get' = @{
            Words = @()
            Options = @()
            Arguments = @('setting')
        }
        'config list' = @{
            Words = @()
            Options = @()
            Arguments = @()
        }
        'config path' = @{
            Words = @()
            Options = @()
            Arguments = @()
        }
        'config set' = @{
            Words = @()
            Options = @()
            Arguments = @('setting', 'text')
        }
        'config unset' = @{
            Words = @()
            Options = @()
            Arguments = @('setting')
        }
        'book' = @{
            Words = @(@{ Name = 'add'; Help = 'Give a book a name to type after --book. The name is kept o…' }, @{ Name = 'list'; Help = 'The named books, which one is the default, and whether each…' }, @{ Name = 'rm'; Help = 'Forget a name. The book itself stays where it is' }, @{ Name = 'use'; Help = 'Make a book the default: the one that commands use when non…' })
            Options = @()
            Arguments = @()
        }
        'book add' = @{
            Words = @()
            Options = @()
            Arguments = @('text', 'file')
        }
        'book list' = @{
            Words = @()
            Options = @()
            Arguments = @()
        }
        'book rm' = @{
            Words = @()
            Options = @()
            Arguments = @('book')
        }
        'book use' = @{
            Words = @()
            Options = @()
            Arguments = @('book')
        }
        'completion' = @{
            Words = @()
            Options = @(@{ Name = '--install'; Takes = ''; Help = 'Put it where your shell finds it' })
            Arguments = @('shell')
        }
    }
    $everywhere = @(@{ Name = '--book'; Takes = 'book'; Help = 'A book of the config file' }, @{ Name = '--db'; Takes = 'file'; Help = 'A book by its path or postgresql:// URL' }, @{ Name = '--format'; Takes = 'format'; Help = 'One of: table json csv md ids' }, @{ Name = '-f'; Takes = 'format'; Help = 'One of: table json csv md ids' }, @{ Name = '--today'; Takes = 'text'; Help = 'Take this day for today' }, @{ Name = '--quiet'; Takes = ''; Help = 'Say nothing but facts and errors' }, @{ Name = '-q'; Takes = ''; Help = 'Say nothing but facts and errors' }, @{ Name = '--yes'; Takes = ''; Help = 'Answer yes to every question' }, @{ Name = '-y'; Takes = ''; Help = 'Answer yes to every question' }, @{ Name = '--no-color'; Takes = ''; Help = 'No colours' }, @{ Name = '--help'; Takes = ''; Help = 'Show the help of a command' })
    $choices = @{
        aging_basis = @('due', 'issued')
        aging_row = @('client', 'invoice')
        client_fact = @('legal-name', 'tax-id', 'email', 'phone', 'website', 'industry', 'address', 'country', 'currency', 'terms', 'tier', 'owner', 'source', 'since', 'note')
        client_sort = @('name', 'handle', 'open', 'overdue', 'tier', 'status', 'since', '-name', '-handle', '-open', '-overdue', '-tier', '-status', '-since')
        client_status = @('lead', 'prospect', 'active', 'dormant', 'lost')
        currency = @('AED', 'AFN', 'ALL', 'AMD', 'ANG', 'AOA', 'ARS', 'AUD', 'AWG', 'AZN', 'BAM', 'BBD', 'BDT', 'BGN', 'BHD', 'BIF', 'BMD', 'BND', 'BOB', 'BOV', 'BRL', 'BSD', 'BTN', 'BWP', 'BYN', 'BZD', 'CAD', 'CDF', 'CHE', 'CHF', 'CHW', 'CLF', 'CLP', 'CNY', 'COP', 'COU', 'CRC', 'CUC', 'CUP', 'CVE', 'CZK', 'DJF', 'DKK', 'DOP', 'DZD', 'EGP', 'ERN', 'ETB', 'EUR', 'FJD', 'FKP', 'GBP', 'GEL', 'GHS', 'GIP', 'GMD', 'GNF', 'GTQ', 'GYD', 'HKD', 'HNL', 'HRK', 'HTG', 'HUF', 'IDR', 'ILS', 'INR', 'IQD', 'IRR', 'ISK', 'JMD', 'JOD', 'JPY', 'KES', 'KGS', 'KHR', 'KMF', 'KPW', 'KRW', 'KWD', 'KYD', 'KZT', 'LAK', 'LBP', 'LKR', 'LRD', 'LSL', 'LYD', 'MAD', 'MDL', 'MGA', 'MKD', 'MMK', 'MNT', 'MOP', 'MRU', 'MUR', 'MVR', 'MWK', 'MXN', 'MXV', 'MYR', 'MZN', 'NAD', 'NGN', 'NIO', 'NOK', 'NPR', 'NZD', 'OMR', 'PAB', 'PEN', 'PGK', 'PHP', 'PKR', 'PLN', 'PYG', 'QAR', 'RON', 'RSD', 'RUB', 'RWF', 'SAR', 'SBD', 'SCR', 'SDG', 'SEK', 'SGD', 'SHP', 'SLE', 'SLL', 'SOS', 'SRD', 'SSP', 'STN', 'SVC', 'SYP', 'SZL', 'THB', 'TJS', 'TMT', 'TND', 'TOP', 'TRY', 'TTD', 'TWD', 'TZS', 'UAH', 'UGX', 'USD', 'USN', 'UYI', 'UYU', 'UYW', 'UZS', 'VED', 'VES', 'VND', 'VUV', 'WST', 'XAD', 'XAF', 'XCD', 'XCG', 'XOF', 'XPF', 'YER', 'ZAR', 'ZMW', 'ZWG', 'ZWL')
        deal_fact = @('probability', 'opened', 'close', 'owner', 'source', 'competitor', 'note', 'reason', 'amount')
        deal_sort = @('close', 'id', 'name', 'client', 'stage', 'amount', 'weighted', 'probability', 'opened', 'owner', '-close', '-id', '-name', '-client', '-stage', '-amount', '-weighted', '-probability', '-opened', '-owner')
        decimal_sign = @('.', ',')
        delimiter = @('comma', 'semicolon', 'tab', 'pipe')
        document_status = @('draft', 'open', 'part_paid', 'paid', 'credited', 'void', 'written_off')
        format = @('table', 'json', 'csv', 'md', 'ids')
        invoice_sort = @('date', 'due', 'number', 'client', 'total', 'open', '-date', '-due', '-number', '-client', '-total', '-open')
        number_style = @('1,250.00', '1.250,00')
        pipeline_view = @('stage', 'client', 'owner', 'month')
        shell = @('bash', 'zsh', 'fish', 'powershell')
        tax_pack = @('es', 'de', 'uk', 'us')
        tier = @('A', 'B', 'C')
        treatment = @('standard', 'zero', 'exempt', 'export', 'reverse_charge', 'out_of_scope')
        setting = @('user', 'format', 'rows', 'default_book', 'currency', 'number_style', 'company.name', 'company.address', 'company.country', 'company.tax_id', 'company.iban', 'terms', 'rounding', 'tax.default', 'series.invoice', 'series.invoice.next', 'series.credit_note', 'series.credit_note.next', 'locked_until')
    }

    $elements = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition })
    $literal = [System.Management.Automation.Language.StringConstantExpressionAst]
    $typed = @($elements | ForEach-Object { if ($_ -is $literal) { $_.Value } else { $_.Extent.Text } })
    $program = if ($typed.Count) { $typed[0] } else { 'acctmgr' }
    $path, $takes, $option, $db, $book, $count = '', '', '', '', '', 0
    $takenBy = {
        param($name)
        $found = @($nodes[$path].Options) + $everywhere | Where-Object { $_.Name -ceq $name } | Select-Object -First 1
        if ($found) { $found.Takes } else { '' }
    }
    foreach ($word in @($typed | Select-Object -Skip 1)) {
        if ($takes) {
            $word = "$option=$word"
            $takes = ''
        } elseif ($word -like '-*' -and $word -notlike '*=*') {
            $option = $word
            $takes = & $takenBy $option
            continue
        }
        if ($word -clike '--db=*') { $db = $word.Substring(5) }
        elseif ($word -clike '--book=*') { $book = $word.Substring(7) }
        elseif ($word -like '-*') { }
        elseif (@($nodes[$path].Words | ForEach-Object { $_.Name }) -ccontains $word) { $path = "$path $word".Trim() }
        else { $count++ }
    }

    $offer = {
        param($text, $about, $start)
        $value = if ($text -match '[^\w.,:+/@=-]') { "'" + $text.Replace("'", "''") + "'" } else { $text }
        if (-not $about) { $about = $text }
        [System.Management.Automation.CompletionResult]::new("$start$value", $text, 'ParameterValue', $about)
    }
    $offerKind = {
        param($kind, $begun, $start)
        $begun = $begun.Trim('"', "'")
        if ($kind -in '', 'text') { return }
        if ($kind -eq 'file') {
            Get-ChildItem -Path "$begun*" -ErrorAction SilentlyContinue |
                ForEach-Object { & $offer (Resolve-Path -Relative $_.FullName) '' $start }
        } elseif ($choices.ContainsKey($kind)) {
            $choices[$kind] | Where-Object { $_.StartsWith($begun) } | ForEach-Object { & $offer $_ '' $start }
        } else {
            & $program --complete "$kind=$begun" "--db=$db" "--book=$book" 2>$null | ForEach-Object {
                $value, $about = $_ -split "`t", 2
                & $offer $value $about $start
            }
        }
    }
    $offerNamed = {
        param($items)
        $items | Where-Object { $_.Name.StartsWith($wordToComplete) } | ForEach-Object { & $offer $_.Name $_.Help '' }
    }

    $node = $nodes[$path]
    $arguments = @($node.Arguments)
    if (-not $takes -and $wordToComplete -like '--*=*') {
        $option, $begun = $wordToComplete -split '=', 2
        & $offerKind (& $takenBy $option) $begun "$option="
    } elseif ($takes) {
        & $offerKind $takes $wordToComplete ''
    } elseif ($wordToComplete -like '-*') {
        & $offerNamed (@($node.Options) + $everywhere)
    } elseif (@($node.Words).Count) {
        & $offerNamed $node.Words
    } elseif ($count -lt $arguments.Count) {
        & $offerKind ($arguments[$count] -replace '\.\.\.$', '') $wordToComplete ''
    } elseif ($arguments.Count -and $arguments[-1] -like '*...') {
        & $offerKind ($arguments[-1] -replace '\.\.\.$', '') $wordToComplete ''
    } else {
        & $offerNamed $node.Options
    }
}
