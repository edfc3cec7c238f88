# What TAB offers after acctmgr in PowerShell. Made by: acctmgr completion powershell

Register-ArgumentCompleter -Native -CommandName acctmgr -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    # what may follow the words of each path: commands, options and what they take, arguments
    $nodes = @{
        '' = @{
            Words = @(@{ Name = 'today'; Help = 'What wants doing today and why, the most urgent first, with…' }, @{ Name = 'search'; Help = 'Find clients, contacts, deals, documents, follow-ups and ac…' }, @{ Name = 'client'; Help = 'Clients: the whole card' }, @{ Name = 'contact'; Help = 'Contacts: the people at clients' }, @{ Name = 'vendor'; Help = 'Vendors: who you buy from' }, @{ Name = 'deal'; Help = 'Deals and the stages of the pipeline' }, @{ Name = 'followup'; Help = 'Follow-ups: what to do, for whom and when' }, @{ Name = 'log'; Help = 'Log what happened with a client; prints the id of the activ…' }, @{ Name = 'activity'; Help = 'Activities: the calls, meetings and mails that were logged' }, @{ Name = 'invoice'; Help = 'Invoices and credit notes' }, @{ Name = 'payment'; Help = 'Money received and paid back, and what it settles' }, @{ Name = 'cash'; Help = 'Money in, out and between your accounts' }, @{ Name = 'account'; Help = 'Accounts: where money lies, and what it is for' }, @{ Name = 'tax'; Help = 'Tax codes and their components' }, @{ Name = 'report'; Help = 'Sales, cash, pipeline, aging: how the business stands' }, @{ Name = 'import'; Help = 'People, deals, activities, invoices and cash from CSV or JS…' }, @{ Name = 'export'; Help = 'Write every field of every row as CSV or JSON Lines, for an…' }, @{ Name = 'db'; Help = 'The book as a whole: where it is, whether it is sound' }, @{ Name = 'init'; Help = 'Make a new book: at --db, under --book, or the default one' }, @{ Name = 'demo'; Help = 'Make the book of an invented studio to try things on, and s…' }, @{ Name = 'config'; Help = 'Settings of this machine and of the book' }, @{ Name = 'book'; Help = 'Named books of this machine' }, @{ Name = 'completion'; Help = 'Print the script that makes a shell complete acctmgr, or in…' })
            Options = @(@{ Name = '--version'; Takes = ''; Help = 'Show the version' })
            Arguments = @()
        }
        'today' = @{
            Words = @()
            Options = @(@{ Name = '--limit'; Takes = 'text'; Help = 'At most so many; 0 for all' }, @{ Name = '--exit-code'; Takes = ''; Help = 'Leave with 10 when something is due' })
            Arguments = @()
        }
        'search' = @{
            Words = @()
            Options = @(@{ Name = '--kind'; Takes = 'found_kind'; Help = 'client, contact, deal, invoice, credit_note, followup or ac…' }, @{ Name = '--limit'; Takes = 'text'; Help = 'At most so many; 0 for all' })
            Arguments = @('text...')
        }
        'client' = @{
            Words = @(@{ Name = 'add'; Help = 'Add a client; prints its handle' }, @{ Name = 'archive'; Help = 'Put a client away: lists leave it out, its history stays' }, @{ Name = 'dupes'; Help = 'List clients that look like one and the same, best first, w…' }, @{ Name = 'edit'; Help = 'Change what is named; all else stays as it is' }, @{ Name = 'list'; Help = 'List clients with what they owe today' }, @{ Name = 'merge'; Help = 'Make two clients one: the other becomes another name of the…' }, @{ Name = 'restore'; Help = 'Bring an archived client back' }, @{ Name = 'rm'; Help = 'Remove a client for good, unless something hangs on it' }, @{ Name = 'show'; Help = 'Show one client: facts, open money, contacts, open deals, l…' })
            Options = @()
            Arguments = @()
        }
        'client add' = @{
            Words = @()
            Options = @(@{ Name = '--handle'; Takes = 'text'; Help = 'The short name to type; else made from the name' }, @{ Name = '--legal-name'; Takes = 'text'; Help = 'The name on documents, if another' }, @{ Name = '--tax-id'; Takes = 'text'; Help = 'Tax number' }, @{ Name = '--email'; Takes = 'text'; Help = 'E-mail' }, @{ Name = '--phone'; Takes = 'text'; Help = 'Phone' }, @{ Name = '--website'; Takes = 'text'; Help = 'Website' }, @{ Name = '--industry'; Takes = 'text'; Help = 'Industry' }, @{ Name = '--address'; Takes = 'text'; Help = 'Postal address, several lines if need be' }, @{ Name = '--country'; Takes = 'text'; Help = 'Country, two letters' }, @{ Name = '--language'; Takes = 'language'; Help = 'Language of what is sent to it; else the book''s' }, @{ Name = '--currency'; Takes = 'currency'; Help = 'Currency of its invoices; else the book''s' }, @{ Name = '--terms'; Takes = 'text'; Help = 'Days to pay; else the book''s' }, @{ Name = '--status'; Takes = 'client_status'; Help = 'lead, prospect, active, dormant or lost' }, @{ Name = '--tier'; Takes = 'tier'; Help = 'How much it matters' }, @{ Name = '--owner'; Takes = 'text'; Help = 'Who of us looks after it' }, @{ Name = '--source'; Takes = 'text'; Help = 'Where it came from' }, @{ Name = '--since'; Takes = 'text'; Help = 'Client since' }, @{ Name = '--note'; Takes = 'text'; Help = 'A note' }, @{ Name = '--dispute'; Takes = 'text'; Help = 'What it disputes: while this stands, nobody reminds it of i…' }, @{ Name = '--field'; Takes = 'text'; Help = 'A custom field, as often as needed' }, @{ Name = '--tag'; Takes = 'text'; Help = 'A tag, as often as needed' })
            Arguments = @('text')
        }
        'client archive' = @{
            Words = @()
            Options = @()
            Arguments = @('client')
        }
        'client dupes' = @{
            Words = @()
            Options = @(@{ Name = '--where'; Takes = 'text'; Help = 'Only where it holds: "tier=A and (open>1000 or not tag=vip)…' }, @{ Name = '--limit'; Takes = 'text'; Help = 'At most so many; 0 for all' })
            Arguments = @()
        }
        'client edit' = @{
            Words = @()
            Options = @(@{ Name = '--name'; Takes = 'text'; Help = 'Another name; the handle stays' }, @{ Name = '--handle'; Takes = 'text'; Help = 'Another short name to type' }, @{ Name = '--legal-name'; Takes = 'text'; Help = 'The name on documents, if another' }, @{ Name = '--tax-id'; Takes = 'text'; Help = 'Tax number' }, @{ Name = '--email'; Takes = 'text'; Help = 'E-mail' }, @{ Name = '--phone'; Takes = 'text'; Help = 'Phone' }, @{ Name = '--website'; Takes = 'text'; Help = 'Website' }, @{ Name = '--industry'; Takes = 'text'; Help = 'Industry' }, @{ Name = '--address'; Takes = 'text'; Help = 'Postal address, several lines if need be' }, @{ Name = '--country'; Takes = 'text'; Help = 'Country, two letters' }, @{ Name = '--language'; Takes = 'language'; Help = 'Language of what is sent to it; else the book''s' }, @{ Name = '--currency'; Takes = 'currency'; Help = 'Currency of its invoices; else the book''s' }, @{ Name = '--terms'; Takes = 'text'; Help = 'Days to pay; else the book''s' }, @{ Name = '--status'; Takes = 'client_status'; Help = 'lead, prospect, active, dormant or lost' }, @{ Name = '--tier'; Takes = 'tier'; Help = 'How much it matters' }, @{ Name = '--owner'; Takes = 'text'; Help = 'Who of us looks after it' }, @{ Name = '--source'; Takes = 'text'; Help = 'Where it came from' }, @{ Name = '--since'; Takes = 'text'; Help = 'Client since' }, @{ Name = '--note'; Takes = 'text'; Help = 'A note' }, @{ Name = '--dispute'; Takes = 'text'; Help = 'What it disputes: while this stands, nobody reminds it of i…' }, @{ Name = '--field'; Takes = 'text'; Help = 'A custom field, as often as needed' }, @{ Name = '--tag'; Takes = 'text'; Help = 'A tag, as often as needed' }, @{ Name = '--rm-tag'; Takes = 'text'; Help = 'Take a tag away, as often as needed' }, @{ Name = '--clear'; Takes = 'client_fact'; Help = 'Take away a fact or a custom field: --clear dispute' })
            Arguments = @('client')
        }
        'client list' = @{
            Words = @()
            Options = @(@{ Name = '--status'; Takes = 'client_status'; Help = 'Only those in this status' }, @{ Name = '--tier'; Takes = 'tier'; Help = 'Only this tier' }, @{ Name = '--tag'; Takes = 'text'; Help = 'Only those with this tag' }, @{ Name = '--owner'; Takes = 'text'; Help = 'Only those of this owner' }, @{ Name = '--industry'; Takes = 'text'; Help = 'Only this industry' }, @{ Name = '--where'; Takes = 'text'; Help = 'Only where it holds: "tier=A and (open>1000 or not tag=vip)…' }, @{ Name = '--archived'; Takes = ''; Help = 'Archived ones too' }, @{ Name = '--sort'; Takes = 'client_sort'; Help = 'name, handle, open, overdue, tier, status or since; -KEY th…' }, @{ Name = '--limit'; Takes = 'text'; Help = 'At most so many; 0 for all' })
            Arguments = @()
        }
        'client merge' = @{
            Words = @()
            Options = @()
            Arguments = @('client', 'client')
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
        'contact' = @{
            Words = @(@{ Name = 'add'; Help = 'Add a contact; prints its id' }, @{ Name = 'edit'; Help = 'Change what is named, all else stays; e-mails, phones and t…' }, @{ Name = 'list'; Help = 'List contacts' }, @{ Name = 'merge'; Help = 'Make two contacts one: the first stays, and gets all that t…' }, @{ Name = 'rm'; Help = 'Remove a contact for good; what names it stays, without the…' }, @{ Name = 'show'; Help = 'Show one contact: facts, what is to do, what happened last' })
            Options = @()
            Arguments = @()
        }
        'contact add' = @{
            Words = @()
            Options = @(@{ Name = '--client'; Takes = 'client'; Help = 'Where they work: handle, id, e-mail or name' }, @{ Name = '--role'; Takes = 'text'; Help = 'What they do there: head of purchasing' }, @{ Name = '--influence'; Takes = 'influence'; Help = 'decider, champion, influencer, user or blocker' }, @{ Name = '--email'; Takes = 'text'; Help = 'An e-mail, as often as needed' }, @{ Name = '--phone'; Takes = 'text'; Help = 'A phone, as often as needed; without + it is one of the cou…' }, @{ Name = '--birthday'; Takes = 'text'; Help = '1980-05-17, or 05-17 where the year is not known' }, @{ Name = '--prefers'; Takes = 'contact_way'; Help = 'How to reach them best: phone, email, message, visit or post' }, @{ Name = '--no-contact'; Takes = ''; Help = 'They opted out: nobody writes or calls. Or they may again' }, @{ Name = '--may-contact'; Takes = ''; Help = 'They opted out: nobody writes or calls. Or they may again' }, @{ Name = '--note'; Takes = 'text'; Help = 'A note' }, @{ Name = '--tag'; Takes = 'text'; Help = 'A tag, as often as needed' }, @{ Name = '--field'; Takes = 'text'; Help = 'A custom field, as often as needed' })
            Arguments = @('text')
        }
        'contact edit' = @{
            Words = @()
            Options = @(@{ Name = '--name'; Takes = 'text'; Help = 'Another name' }, @{ Name = '--client'; Takes = 'client'; Help = 'They work there now' }, @{ Name = '--role'; Takes = 'text'; Help = 'What they do there: head of purchasing' }, @{ Name = '--influence'; Takes = 'influence'; Help = 'decider, champion, influencer, user or blocker' }, @{ Name = '--email'; Takes = 'text'; Help = 'An e-mail, as often as needed' }, @{ Name = '--rm-email'; Takes = 'text'; Help = 'Take an e-mail away, as often as needed' }, @{ Name = '--phone'; Takes = 'text'; Help = 'A phone, as often as needed; without + it is one of the cou…' }, @{ Name = '--rm-phone'; Takes = 'text'; Help = 'Take a phone away, however it is spelt; as often as needed' }, @{ Name = '--birthday'; Takes = 'text'; Help = '1980-05-17, or 05-17 where the year is not known' }, @{ Name = '--prefers'; Takes = 'contact_way'; Help = 'How to reach them best: phone, email, message, visit or post' }, @{ Name = '--no-contact'; Takes = ''; Help = 'They opted out: nobody writes or calls. Or they may again' }, @{ Name = '--may-contact'; Takes = ''; Help = 'They opted out: nobody writes or calls. Or they may again' }, @{ Name = '--note'; Takes = 'text'; Help = 'A note' }, @{ Name = '--tag'; Takes = 'text'; Help = 'A tag, as often as needed' }, @{ Name = '--rm-tag'; Takes = 'text'; Help = 'Take a tag away, as often as needed' }, @{ Name = '--field'; Takes = 'text'; Help = 'A custom field, as often as needed' }, @{ Name = '--clear'; Takes = 'contact_fact'; Help = 'Take away a fact or a custom field: --clear birthday' })
            Arguments = @('contact')
        }
        'contact list' = @{
            Words = @()
            Options = @(@{ Name = '--client'; Takes = 'client'; Help = 'Only those of this client' }, @{ Name = '--role'; Takes = 'text'; Help = 'Only those with this text in their role' }, @{ Name = '--influence'; Takes = 'influence'; Help = 'Only these: decider, champion, influencer, user or blocker' }, @{ Name = '--tag'; Takes = 'text'; Help = 'Only those with this tag' }, @{ Name = '--birthday'; Takes = 'text'; Help = 'Only those with a birthday today or in so many days' }, @{ Name = '--where'; Takes = 'text'; Help = 'Only where it holds: "tier=A and (open>1000 or not tag=vip)…' }, @{ Name = '--no-contact'; Takes = ''; Help = 'Only those who opted out' }, @{ Name = '--archived'; Takes = ''; Help = 'Those of archived clients too' }, @{ Name = '--sort'; Takes = 'contact_sort'; Help = 'name, client, role, influence or birthday (the next one fir…' }, @{ Name = '--limit'; Takes = 'text'; Help = 'At most so many; 0 for all' })
            Arguments = @()
        }
        'contact merge' = @{
            Words = @()
            Options = @()
            Arguments = @('contact', 'contact')
        }
        'contact rm' = @{
            Words = @()
            Options = @()
            Arguments = @('contact')
        }
        'contact show' = @{
            Words = @()
            Options = @()
            Arguments = @('contact')
        }
        'vendor' = @{
            Words = @(@{ Name = 'add'; Help = 'Add a vendor; a client of that name or handle becomes one t…' }, @{ Name = 'archive'; Help = 'Put a vendor away: lists leave it out, its history stays. A…' }, @{ Name = 'edit'; Help = 'Change what is named; all else stays as it is' }, @{ Name = 'list'; Help = 'List vendors with what went out to them' }, @{ Name = 'restore'; Help = 'Bring an archived vendor back' }, @{ Name = 'rm'; Help = 'Remove a vendor for good, unless money went out to it; one …' }, @{ Name = 'show'; Help = 'Show one vendor: facts, and the latest money that went out …' })
            Options = @()
            Arguments = @()
        }
        'vendor add' = @{
            Words = @()
            Options = @(@{ Name = '--handle'; Takes = 'text'; Help = 'The short name to type; else made from the name' }, @{ Name = '--legal-name'; Takes = 'text'; Help = 'The name on documents, if another' }, @{ Name = '--tax-id'; Takes = 'text'; Help = 'Tax number' }, @{ Name = '--email'; Takes = 'text'; Help = 'E-mail' }, @{ Name = '--phone'; Takes = 'text'; Help = 'Phone' }, @{ Name = '--website'; Takes = 'text'; Help = 'Website' }, @{ Name = '--industry'; Takes = 'text'; Help = 'Industry' }, @{ Name = '--address'; Takes = 'text'; Help = 'Postal address, several lines if need be' }, @{ Name = '--country'; Takes = 'text'; Help = 'Country, two letters' }, @{ Name = '--currency'; Takes = 'currency'; Help = 'Currency of its invoices; else the book''s' }, @{ Name = '--terms'; Takes = 'text'; Help = 'Days to pay; else the book''s' }, @{ Name = '--owner'; Takes = 'text'; Help = 'Who of us looks after it' }, @{ Name = '--source'; Takes = 'text'; Help = 'Where it came from' }, @{ Name = '--since'; Takes = 'text'; Help = 'Client since' }, @{ Name = '--note'; Takes = 'text'; Help = 'A note' }, @{ Name = '--field'; Takes = 'text'; Help = 'A custom field, as often as needed' }, @{ Name = '--tag'; Takes = 'text'; Help = 'A tag, as often as needed' })
            Arguments = @('text')
        }
        'vendor archive' = @{
            Words = @()
            Options = @()
            Arguments = @('vendor')
        }
        'vendor edit' = @{
            Words = @()
            Options = @(@{ Name = '--name'; Takes = 'text'; Help = 'Another name; the handle stays' }, @{ Name = '--handle'; Takes = 'text'; Help = 'Another short name to type' }, @{ Name = '--legal-name'; Takes = 'text'; Help = 'The name on documents, if another' }, @{ Name = '--tax-id'; Takes = 'text'; Help = 'Tax number' }, @{ Name = '--email'; Takes = 'text'; Help = 'E-mail' }, @{ Name = '--phone'; Takes = 'text'; Help = 'Phone' }, @{ Name = '--website'; Takes = 'text'; Help = 'Website' }, @{ Name = '--industry'; Takes = 'text'; Help = 'Industry' }, @{ Name = '--address'; Takes = 'text'; Help = 'Postal address, several lines if need be' }, @{ Name = '--country'; Takes = 'text'; Help = 'Country, two letters' }, @{ Name = '--currency'; Takes = 'currency'; Help = 'Currency of its invoices; else the book''s' }, @{ Name = '--terms'; Takes = 'text'; Help = 'Days to pay; else the book''s' }, @{ Name = '--owner'; Takes = 'text'; Help = 'Who of us looks after it' }, @{ Name = '--source'; Takes = 'text'; Help = 'Where it came from' }, @{ Name = '--since'; Takes = 'text'; Help = 'Client since' }, @{ Name = '--note'; Takes = 'text'; Help = 'A note' }, @{ Name = '--field'; Takes = 'text'; Help = 'A custom field, as often as needed' }, @{ Name = '--tag'; Takes = 'text'; Help = 'A tag, as often as needed' }, @{ Name = '--rm-tag'; Takes = 'text'; Help = 'Take a tag away, as often as needed' }, @{ Name = '--clear'; Takes = 'text'; Help = 'Take away a fact or a custom field: --clear phone' })
            Arguments = @('vendor')
        }
        'vendor list' = @{
            Words = @()
            Options = @(@{ Name = '--archived'; Takes = ''; Help = 'Archived ones too' }, @{ Name = '--where'; Takes = 'text'; Help = 'Only where it holds: "tier=A and (open>1000 or not tag=vip)…' }, @{ Name = '--sort'; Takes = 'vendor_sort'; Help = 'name, handle, paid or last; -KEY the other way round' }, @{ Name = '--limit'; Takes = 'text'; Help = 'At most so many; 0 for all' })
            Arguments = @()
        }
        'vendor restore' = @{
            Words = @()
            Options = @()
            Arguments = @('archived_vendor')
        }
        'vendor rm' = @{
            Words = @()
            Options = @()
            Arguments = @('vendor')
        }
        'vendor show' = @{
            Words = @()
            Options = @()
            Arguments = @('vendor')
        }
        'deal' = @{
            Words = @(@{ Name = 'add'; Help = 'Add a deal' }, @{ Name = 'edit'; Help = 'Change what is known of a deal' }, @{ Name = 'list'; Help = 'List deals: the open ones as they are expected to close, th…' }, @{ Name = 'lose'; Help = 'Lose a deal' }, @{ Name = 'move'; Help = 'Move a deal to another stage; a day before other moves is p…' }, @{ Name = 'reopen'; Help = 'Open a won or lost deal again; its history keeps that it wa…' }, @{ Name = 'rm'; Help = 'Delete a deal with its history; a deal that came to nothing…' }, @{ Name = 'show'; Help = 'Show a deal with its way through the pipeline, what is to d…' }, @{ Name = 'stage'; Help = 'The stages of the pipeline' }, @{ Name = 'win'; Help = 'Win a deal' })
            Options = @()
            Arguments = @()
        }
        'deal add' = @{
            Words = @()
            Options = @(@{ Name = '--client'; Takes = 'client'; Help = 'Who would buy: handle, id, e-mail or name' }, @{ Name = '--amount'; Takes = 'text'; Help = 'What it would bring, in its currency' }, @{ Name = '--currency'; Takes = 'currency'; Help = 'Of the amount; the client''s or the book''s if not given' }, @{ Name = '--stage'; Takes = 'stage'; Help = 'An open stage; the first if not given' }, @{ Name = '--probability'; Takes = 'text'; Help = 'That it is won, if not what its stage says' }, @{ Name = '--opened'; Takes = 'text'; Help = 'The day it began' }, @{ Name = '--close'; Takes = 'text'; Help = 'The day it is expected to close' }, @{ Name = '--owner'; Takes = 'text'; Help = 'Who of us looks after it' }, @{ Name = '--source'; Takes = 'text'; Help = 'Where it came from' }, @{ Name = '--competitor'; Takes = 'text'; Help = 'Who else is after it' }, @{ Name = '--note'; Takes = 'text'; Help = 'Whatever else there is to say' }, @{ Name = '--tag'; Takes = 'text'; Help = 'A word on it, as often as needed' }, @{ Name = '--field'; Takes = 'text'; Help = 'A field of your own, as often as needed' }, @{ Name = '--next'; Takes = 'text'; Help = 'What is to do next about it: "fri: Send the offer"' })
            Arguments = @('text')
        }
        'deal edit' = @{
            Words = @()
            Options = @(@{ Name = '--name'; Takes = 'text'; Help = 'What it is about' }, @{ Name = '--client'; Takes = 'client'; Help = 'Who would buy' }, @{ Name = '--amount'; Takes = 'text'; Help = 'What it would bring, in its currency' }, @{ Name = '--currency'; Takes = 'currency'; Help = 'Of the amount' }, @{ Name = '--stage'; Takes = 'stage'; Help = 'Moves it there today, as `deal move`' }, @{ Name = '--probability'; Takes = 'text'; Help = 'That it is won, if not what its stage says' }, @{ Name = '--opened'; Takes = 'text'; Help = 'The day it began' }, @{ Name = '--close'; Takes = 'text'; Help = 'The day it is expected to close' }, @{ Name = '--owner'; Takes = 'text'; Help = 'Who of us looks after it' }, @{ Name = '--source'; Takes = 'text'; Help = 'Where it came from' }, @{ Name = '--competitor'; Takes = 'text'; Help = 'Who else is after it' }, @{ Name = '--note'; Takes = 'text'; Help = 'Whatever else there is to say' }, @{ Name = '--reason'; Takes = 'text'; Help = 'Why it was lost' }, @{ Name = '--tag'; Takes = 'text'; Help = 'A word on it, as often as needed' }, @{ Name = '--rm-tag'; Takes = 'text'; Help = 'A word to take off it' }, @{ Name = '--field'; Takes = 'text'; Help = 'A field of your own, as often as needed' }, @{ Name = '--next'; Takes = 'text'; Help = 'What is to do next about it: "fri: Send the offer"' }, @{ Name = '--clear'; Takes = 'deal_fact'; Help = 'Take away one of: probability opened close owner source com…' })
            Arguments = @('deal')
        }
        'deal list' = @{
            Words = @()
            Options = @(@{ Name = '--stage'; Takes = 'stage'; Help = 'In this stage' }, @{ Name = '--client'; Takes = 'client'; Help = 'With this client' }, @{ Name = '--owner'; Takes = 'text'; Help = 'Looked after by this one of us' }, @{ Name = '--open'; Takes = ''; Help = 'Neither won nor lost' }, @{ Name = '--from'; Takes = 'text'; Help = 'Closed, or expected to close, from this day on' }, @{ Name = '--to'; Takes = 'text'; Help = 'Closed, or expected to close, up to this day' }, @{ Name = '--where'; Takes = 'text'; Help = 'Only where it holds: "tier=A and (open>1000 or not tag=vip)…' }, @{ Name = '--sort'; Takes = 'deal_sort'; Help = 'One of: close id name client stage amount weighted probabil…' }, @{ Name = '--limit'; Takes = 'text'; Help = 'At most so many; 0 for all' })
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
            Options = @(@{ Name = '--where'; Takes = 'text'; Help = 'Only where it holds: "tier=A and (open>1000 or not tag=vip)…' })
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
        'followup' = @{
            Words = @(@{ Name = 'add'; Help = 'Add something to do for a client on a day' }, @{ Name = 'done'; Help = 'Tick follow-ups off; one that repeats makes its next, the f…' }, @{ Name = 'edit'; Help = 'Change what is named; all else stays as it is' }, @{ Name = 'list'; Help = 'List what is still to do, the next first; what is done with…' }, @{ Name = 'reopen'; Help = 'Take back that a follow-up was done, with the next that it …' }, @{ Name = 'rm'; Help = 'Delete a follow-up; what came to be is rather done' }, @{ Name = 'show'; Help = 'Show a follow-up with what was logged when it was done' }, @{ Name = 'snooze'; Help = 'Put a follow-up off; what repeats stays as planned' })
            Options = @()
            Arguments = @()
        }
        'followup add' = @{
            Words = @()
            Options = @(@{ Name = '--due'; Takes = 'text'; Help = 'The day to do it' }, @{ Name = '--client'; Takes = 'client'; Help = 'For whom; the deal''s or contact''s client if not given' }, @{ Name = '--time'; Takes = 'text'; Help = 'The time of day' }, @{ Name = '--contact'; Takes = 'contact'; Help = 'With whom: a contact''s id, e-mail or name' }, @{ Name = '--deal'; Takes = 'deal'; Help = 'The deal that it is about' }, @{ Name = '--priority'; Takes = 'priority'; Help = 'How much it matters' }, @{ Name = '--repeat'; Takes = 'text'; Help = 'How far apart it repeats: 3d 2w 1m 1y; the 31st stays at mo…' })
            Arguments = @('text')
        }
        'followup done' = @{
            Words = @()
            Options = @(@{ Name = '--note'; Takes = 'text'; Help = 'What came of it: logs an activity' }, @{ Name = '--kind'; Takes = 'activity_kind'; Help = 'Of the activity: call, email, meeting, visit, note or messa…' }, @{ Name = '--on'; Takes = 'text'; Help = 'The day it was done' })
            Arguments = @('open_follow_up...')
        }
        'followup edit' = @{
            Words = @()
            Options = @(@{ Name = '--text'; Takes = 'text'; Help = 'What is to do' }, @{ Name = '--due'; Takes = 'text'; Help = 'The day to do it; what repeats is counted from it' }, @{ Name = '--client'; Takes = 'client'; Help = 'For whom' }, @{ Name = '--time'; Takes = 'text'; Help = 'The time of day' }, @{ Name = '--contact'; Takes = 'contact'; Help = 'With whom: a contact''s id, e-mail or name' }, @{ Name = '--deal'; Takes = 'deal'; Help = 'The deal that it is about' }, @{ Name = '--priority'; Takes = 'priority'; Help = 'How much it matters' }, @{ Name = '--repeat'; Takes = 'text'; Help = 'How far apart it repeats: 3d 2w 1m 1y; the 31st stays at mo…' }, @{ Name = '--clear'; Takes = 'follow_up_fact'; Help = 'Take away one of: time repeat contact deal' })
            Arguments = @('follow_up')
        }
        'followup list' = @{
            Words = @()
            Options = @(@{ Name = '--due'; Takes = 'follow_up_due'; Help = 'today, overdue, week (today and the seven days after) or al…' }, @{ Name = '--client'; Takes = 'client'; Help = 'For this client' }, @{ Name = '--done'; Takes = ''; Help = 'What is done, instead of what is to do' }, @{ Name = '--priority'; Takes = 'priority'; Help = 'Of this priority' }, @{ Name = '--contact'; Takes = 'contact'; Help = 'With this contact: id, e-mail or name' }, @{ Name = '--deal'; Takes = 'deal'; Help = 'About this deal' }, @{ Name = '--where'; Takes = 'text'; Help = 'Only where it holds: "tier=A and (open>1000 or not tag=vip)…' }, @{ Name = '--sort'; Takes = 'follow_up_sort'; Help = 'One of: due done id client priority text; -KEY the other wa…' }, @{ Name = '--limit'; Takes = 'text'; Help = 'At most so many; 0 for all' })
            Arguments = @()
        }
        'followup reopen' = @{
            Words = @()
            Options = @()
            Arguments = @('follow_up')
        }
        'followup rm' = @{
            Words = @()
            Options = @()
            Arguments = @('follow_up')
        }
        'followup show' = @{
            Words = @()
            Options = @()
            Arguments = @('follow_up')
        }
        'followup snooze' = @{
            Words = @()
            Options = @()
            Arguments = @('open_follow_up', 'text')
        }
        'log' = @{
            Words = @()
            Options = @(@{ Name = '--kind'; Takes = 'activity_kind'; Help = 'One of: call email meeting visit note message' }, @{ Name = '--on'; Takes = 'text'; Help = 'The day it happened' }, @{ Name = '--minutes'; Takes = 'text'; Help = 'How many minutes it took' }, @{ Name = '--contact'; Takes = 'contact'; Help = 'With whom: a contact''s id, e-mail or name' }, @{ Name = '--deal'; Takes = 'deal'; Help = 'The deal that it was about' }, @{ Name = '--follow-up'; Takes = 'text'; Help = 'What is to do next, in the same breath: "fri 09:30: Send th…' })
            Arguments = @('client', 'text')
        }
        'activity' = @{
            Words = @(@{ Name = 'edit'; Help = 'Change what is named; all else stays as it is' }, @{ Name = 'list'; Help = 'List what happened, the latest first' }, @{ Name = 'rm'; Help = 'Delete an activity that never was' }, @{ Name = 'show'; Help = 'Show an activity, its whole text' })
            Options = @()
            Arguments = @()
        }
        'activity edit' = @{
            Words = @()
            Options = @(@{ Name = '--text'; Takes = 'text'; Help = 'What happened' }, @{ Name = '--client'; Takes = 'client'; Help = 'With whom' }, @{ Name = '--kind'; Takes = 'activity_kind'; Help = 'One of: call email meeting visit note message' }, @{ Name = '--on'; Takes = 'text'; Help = 'The day it happened' }, @{ Name = '--minutes'; Takes = 'text'; Help = 'How many minutes it took' }, @{ Name = '--contact'; Takes = 'contact'; Help = 'With whom: a contact''s id, e-mail or name' }, @{ Name = '--deal'; Takes = 'deal'; Help = 'The deal that it was about' }, @{ Name = '--clear'; Takes = 'activity_fact'; Help = 'Take away one of: minutes contact deal' })
            Arguments = @('activity')
        }
        'activity list' = @{
            Words = @()
            Options = @(@{ Name = '--client'; Takes = 'client'; Help = 'With this client' }, @{ Name = '--kind'; Takes = 'activity_kind'; Help = 'One of: call email meeting visit note message' }, @{ Name = '--since'; Takes = 'text'; Help = 'From this day on' }, @{ Name = '--from'; Takes = 'text'; Help = 'From this day on' }, @{ Name = '--to'; Takes = 'text'; Help = 'Up to this day' }, @{ Name = '--contact'; Takes = 'contact'; Help = 'With this contact: id, e-mail or name' }, @{ Name = '--deal'; Takes = 'deal'; Help = 'About this deal' }, @{ Name = '--where'; Takes = 'text'; Help = 'Only where it holds: "tier=A and (open>1000 or not tag=vip)…' }, @{ Name = '--sort'; Takes = 'activity_sort'; Help = 'One of: on id kind client minutes; -KEY the other way round' }, @{ Name = '--limit'; Takes = 'text'; Help = 'At most so many; 0 for all' })
            Arguments = @()
        }
        'activity rm' = @{
            Words = @()
            Options = @()
            Arguments = @('activity')
        }
        'activity show' = @{
            Words = @()
            Options = @()
            Arguments = @('activity')
        }
        'invoice' = @{
            Words = @(@{ Name = 'add'; Help = 'Write an invoice and issue it at once, or keep it as a draft' }, @{ Name = 'copy'; Help = 'Make a draft with the same client and lines, dated today' }, @{ Name = 'credit'; Help = 'Issue a credit note for an invoice: all that is left of it,…' }, @{ Name = 'due'; Help = 'Give an invoice another due date' }, @{ Name = 'edit'; Help = 'Change a draft; lines given replace all its lines. What was…' }, @{ Name = 'gaps'; Help = 'Show for each series of numbers whether one is missing' }, @{ Name = 'issue'; Help = 'Give a draft its number and post it' }, @{ Name = 'list'; Help = 'List invoices, or credit notes, as they stand today; the ne…' }, @{ Name = 'mail'; Help = 'Write a mail with an invoice or credit note as PDF: a draft…' }, @{ Name = 'pay'; Help = 'Book a payment for an invoice. What is more than it has ope…' }, @{ Name = 'pdf'; Help = 'Write invoices, credit notes or drafts as PDF, in the clien…' }, @{ Name = 'recurring'; Help = 'Invoices that come again and again' }, @{ Name = 'remind'; Help = 'List who is to be reminded of what; with --write or --send …' }, @{ Name = 'rm'; Help = 'Throw a draft away' }, @{ Name = 'show'; Help = 'Show an invoice or credit note with its lines, taxes and wh…' }, @{ Name = 'template'; Help = 'Write out the template of papers, as a start for one of you…' }, @{ Name = 'void'; Help = 'Let an invoice or credit note count no more; it keeps its n…' }, @{ Name = 'write-off'; Help = 'Give an invoice up as lost: an expense, never counted as pa…' })
            Options = @()
            Arguments = @()
        }
        'invoice add' = @{
            Words = @()
            Options = @(@{ Name = '--line'; Takes = 'text'; Help = '"DESCRIPTION; QUANTITY; UNIT PRICE; tax=CODE; disc=10%"; re…' }, @{ Name = '--discount'; Takes = 'text'; Help = 'On the whole document: 10% or 50.00; 10 is refused as ambig…' }, @{ Name = '--tax-included'; Takes = ''; Help = 'Prices have their tax inside' }, @{ Name = '--issued'; Takes = 'text'; Help = 'The date on it; today if not given' }, @{ Name = '--supplied'; Takes = 'text'; Help = 'When it was supplied: the tax point' }, @{ Name = '--due'; Takes = 'text'; Help = 'When it is to be paid; by the client''s terms if not given' }, @{ Name = '--reference'; Takes = 'text'; Help = 'The client''s own reference' }, @{ Name = '--note'; Takes = 'text'; Help = 'A note on it' }, @{ Name = '--currency'; Takes = 'currency'; Help = 'Currency; the client''s if not given' }, @{ Name = '--rate'; Takes = 'text'; Help = 'Book currency for one unit of it' }, @{ Name = '--deposit'; Takes = ''; Help = 'Asked for in advance; the final invoice takes it off' }, @{ Name = '--deduct'; Takes = 'document'; Help = 'Take a deposit off, with its tax; repeat it for more; none:…' }, @{ Name = '--draft'; Takes = ''; Help = 'Keep it as a draft, without a number' }, @{ Name = '--backdate'; Takes = ''; Help = 'Allow a date before the latest of the series' })
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
            Options = @(@{ Name = '--line'; Takes = 'text'; Help = '"DESCRIPTION; QUANTITY; UNIT PRICE; tax=CODE; disc=10%"; re…' }, @{ Name = '--discount'; Takes = 'text'; Help = 'On the whole document: 10% or 50.00; 10 is refused as ambig…' }, @{ Name = '--tax-included'; Takes = ''; Help = 'Prices have their tax inside, or not' }, @{ Name = '--tax-added'; Takes = ''; Help = 'Prices have their tax inside, or not' }, @{ Name = '--issued'; Takes = 'text'; Help = 'The date on it; today if not given' }, @{ Name = '--supplied'; Takes = 'text'; Help = 'When it was supplied: the tax point' }, @{ Name = '--due'; Takes = 'text'; Help = 'When it is to be paid; by the client''s terms if not given' }, @{ Name = '--reference'; Takes = 'text'; Help = 'The client''s own reference' }, @{ Name = '--note'; Takes = 'text'; Help = 'A note on it' }, @{ Name = '--currency'; Takes = 'currency'; Help = 'Currency; the client''s if not given' }, @{ Name = '--rate'; Takes = 'text'; Help = 'Book currency for one unit of it' }, @{ Name = '--deposit'; Takes = ''; Help = 'Asked for in advance, or not' }, @{ Name = '--no-deposit'; Takes = ''; Help = 'Asked for in advance, or not' }, @{ Name = '--deduct'; Takes = 'document'; Help = 'Take a deposit off, with its tax; repeat it for more; none:…' })
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
            Options = @(@{ Name = '--open'; Takes = ''; Help = 'Only what has something open' }, @{ Name = '--overdue'; Takes = ''; Help = 'Only what is open and past its due date' }, @{ Name = '--draft'; Takes = ''; Help = 'Only drafts' }, @{ Name = '--credits'; Takes = ''; Help = 'Credit notes instead of invoices' }, @{ Name = '--status'; Takes = 'document_status'; Help = 'draft, coming, open, part_paid, paid, credited, void or wri…' }, @{ Name = '--client'; Takes = 'client'; Help = 'Of one client' }, @{ Name = '--from'; Takes = 'text'; Help = 'Issued on this day or later' }, @{ Name = '--to'; Takes = 'text'; Help = 'Issued on this day or earlier' }, @{ Name = '--where'; Takes = 'text'; Help = 'Only where it holds: "tier=A and (open>1000 or not tag=vip)…' }, @{ Name = '--sort'; Takes = 'invoice_sort'; Help = 'date, due, number, client, total or open; - in front turns …' }, @{ Name = '--limit'; Takes = 'text'; Help = 'At most so many; 0 for all' })
            Arguments = @()
        }
        'invoice mail' = @{
            Words = @()
            Options = @(@{ Name = '--to'; Takes = 'text'; Help = 'An e-mail, or a contact''s name; the client''s if not given' }, @{ Name = '--output'; Takes = 'file'; Help = 'The draft''s file, or a folder for it; this folder if not gi…' }, @{ Name = '--send'; Takes = ''; Help = 'Send it by the server of the settings smtp.*, instead of a …' }, @{ Name = '--again'; Takes = ''; Help = 'Send it though it was mailed already' })
            Arguments = @('document')
        }
        'invoice pay' = @{
            Words = @()
            Options = @(@{ Name = '--on'; Takes = 'text'; Help = 'The day it arrived; today if not given' }, @{ Name = '--into'; Takes = 'account'; Help = 'Bank, cash or card account; Bank if not given' }, @{ Name = '--fee'; Takes = 'text'; Help = 'What the bank kept of it: settles too, as Bank fees' }, @{ Name = '--discount'; Takes = 'text'; Help = 'Early-payment discount: 2% of what the payment settles, 24.…' }, @{ Name = '--rate'; Takes = 'text'; Help = 'Book currency for one unit of it' }, @{ Name = '--reference'; Takes = 'text'; Help = 'What the bank says of it' }, @{ Name = '--note'; Takes = 'text'; Help = 'A note on it' }, @{ Name = '--as-credit'; Takes = ''; Help = 'Book the money as the client''s credit where nothing is open' })
            Arguments = @('open_invoice', 'text')
        }
        'invoice pdf' = @{
            Words = @()
            Options = @(@{ Name = '--output'; Takes = 'file'; Help = 'The file, or a folder for it; this folder if not given' }, @{ Name = '--open'; Takes = ''; Help = 'Show it in the program that this machine has for it' })
            Arguments = @('document...')
        }
        'invoice recurring' = @{
            Words = @(@{ Name = 'add'; Help = 'Let an invoice come again: each period one, made by `invoic…' }, @{ Name = 'edit'; Help = 'Change what comes from now on; lines given replace all its …' }, @{ Name = 'list'; Help = 'List invoices that come again, the next first, with what ea…' }, @{ Name = 'run'; Help = 'Make the invoices that are due: each period once, however o…' }, @{ Name = 'show'; Help = 'Show one with its lines and every period that was run' }, @{ Name = 'stop'; Help = 'Stop one: nothing is made from a day on; periods before it …' })
            Options = @()
            Arguments = @()
        }
        'invoice recurring add' = @{
            Words = @()
            Options = @(@{ Name = '--line'; Takes = 'text'; Help = '"DESCRIPTION; QUANTITY; UNIT PRICE; tax=CODE; disc=10%"; re…' }, @{ Name = '--every'; Takes = 'text'; Help = 'How far apart: 1m, 2w, 10d, 1q, 1y or monthly' }, @{ Name = '--from'; Takes = 'text'; Help = 'The first day; a 31st, and eom, stay at the month''s end' }, @{ Name = '--until'; Takes = 'text'; Help = 'The last day that one may fall on; without end if not given' }, @{ Name = '--like'; Takes = 'invoice'; Help = 'As this invoice is; what else is given goes before it' }, @{ Name = '--draft'; Takes = ''; Help = 'Make drafts, to be looked at and issued' }, @{ Name = '--missed'; Takes = 'missed'; Help = 'Periods that nobody ran: all are made up for, or only the l…' }, @{ Name = '--terms'; Takes = 'text'; Help = 'Days to pay; the client''s if not given' }, @{ Name = '--discount'; Takes = 'text'; Help = 'On the whole document: 10% or 50.00; 10 is refused as ambig…' }, @{ Name = '--reference'; Takes = 'text'; Help = 'The client''s own reference' }, @{ Name = '--note'; Takes = 'text'; Help = 'A note on each; it may hold {month} and the like' }, @{ Name = '--tax-included'; Takes = ''; Help = 'Prices have their tax inside, or not' }, @{ Name = '--tax-added'; Takes = ''; Help = 'Prices have their tax inside, or not' }, @{ Name = '--currency'; Takes = 'currency'; Help = 'Currency; the client''s if not given' })
            Arguments = @('client')
        }
        'invoice recurring edit' = @{
            Words = @()
            Options = @(@{ Name = '--line'; Takes = 'text'; Help = '"DESCRIPTION; QUANTITY; UNIT PRICE; tax=CODE; disc=10%"; re…' }, @{ Name = '--until'; Takes = 'text'; Help = 'The last day that one may fall on; without end if not given' }, @{ Name = '--draft'; Takes = ''; Help = 'Make drafts, or issue them at once' }, @{ Name = '--issue'; Takes = ''; Help = 'Make drafts, or issue them at once' }, @{ Name = '--missed'; Takes = 'missed'; Help = 'What becomes of periods that nobody ran' }, @{ Name = '--terms'; Takes = 'text'; Help = 'Days to pay; the client''s if not given' }, @{ Name = '--discount'; Takes = 'text'; Help = 'On the whole document: 10% or 50.00; 10 is refused as ambig…' }, @{ Name = '--reference'; Takes = 'text'; Help = 'The client''s own reference' }, @{ Name = '--note'; Takes = 'text'; Help = 'A note on each; it may hold {month} and the like' }, @{ Name = '--tax-included'; Takes = ''; Help = 'Prices have their tax inside, or not' }, @{ Name = '--tax-added'; Takes = ''; Help = 'Prices have their tax inside, or not' }, @{ Name = '--clear'; Takes = 'text'; Help = 'Take away: until, stop (it goes on), terms, discount, refer…' })
            Arguments = @('recurring')
        }
        'invoice recurring list' = @{
            Words = @()
            Options = @(@{ Name = '--status'; Takes = 'text'; Help = 'running, due, stopped or ended' }, @{ Name = '--client'; Takes = 'client'; Help = 'Of one client' }, @{ Name = '--where'; Takes = 'text'; Help = 'Only where it holds: "tier=A and (open>1000 or not tag=vip)…' }, @{ Name = '--limit'; Takes = 'text'; Help = 'At most so many; 0 for all' })
            Arguments = @()
        }
        'invoice recurring run' = @{
            Words = @()
            Options = @(@{ Name = '--dry-run'; Takes = ''; Help = 'Show what would be made, with its number; nothing is' }, @{ Name = '--rate'; Takes = 'text'; Help = 'Book currency for one unit of a currency; repeat it' }, @{ Name = '--backdate'; Takes = ''; Help = 'Date each its period''s day, though before the latest of the…' })
            Arguments = @()
        }
        'invoice recurring show' = @{
            Words = @()
            Options = @()
            Arguments = @('recurring')
        }
        'invoice recurring stop' = @{
            Words = @()
            Options = @(@{ Name = '--on'; Takes = 'text'; Help = 'Nothing for this day or any after it; today if not given' })
            Arguments = @('recurring')
        }
        'invoice remind' = @{
            Words = @()
            Options = @(@{ Name = '--client'; Takes = 'client'; Help = 'One client alone' }, @{ Name = '--write'; Takes = 'file'; Help = 'Write a draft for each client there' }, @{ Name = '--send'; Takes = ''; Help = 'Send it by the server of the settings smtp.*, instead of a …' }, @{ Name = '--no-pdf'; Takes = ''; Help = 'Mails without the invoices as PDF' }, @{ Name = '--again'; Takes = ''; Help = 'Also what was begun before and may not have gone out' }, @{ Name = '--exit-code'; Takes = ''; Help = 'End with 10 if a reminder was due' })
            Arguments = @()
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
        'invoice template' = @{
            Words = @()
            Options = @(@{ Name = '--output'; Takes = 'file'; Help = 'Where it goes' })
            Arguments = @()
        }
        'invoice void' = @{
            Words = @()
            Options = @(@{ Name = '--on'; Takes = 'text'; Help = 'The day it takes effect; today if not given' })
            Arguments = @('invoice')
        }
        'invoice write-off' = @{
            Words = @()
            Options = @(@{ Name = '--on'; Takes = 'text'; Help = 'The day it takes effect; today if not given' }, @{ Name = '--tax-relief'; Takes = ''; Help = 'The tax in it comes back, where the law allows it' }, @{ Name = '--reason'; Takes = 'text'; Help = 'Why' }, @{ Name = '--undo'; Takes = ''; Help = 'Take it back: the invoice is owed again' })
            Arguments = @('invoice', 'text')
        }
        'payment' = @{
            Words = @(@{ Name = 'add'; Help = 'Book a payment from a client for its oldest open invoices. …' }, @{ Name = 'apply'; Help = 'Use a client''s credit, from a payment or a credit note, for…' }, @{ Name = 'list'; Help = 'List payments, and refunds as negative ones, as they stand …' }, @{ Name = 'refund'; Help = 'Pay a client''s credit back: what was paid too much, or a cr…' }, @{ Name = 'show'; Help = 'Show a payment, or a refund, with what it settles' }, @{ Name = 'unapply'; Help = 'Free what a payment or credit note settles of an invoice, f…' }, @{ Name = 'void'; Help = 'Void a payment or a refund, for example when it bounced. It…' })
            Options = @()
            Arguments = @()
        }
        'payment add' = @{
            Words = @()
            Options = @(@{ Name = '--on'; Takes = 'text'; Help = 'The day it arrived; today if not given' }, @{ Name = '--into'; Takes = 'account'; Help = 'Bank, cash or card account; Bank if not given' }, @{ Name = '--fee'; Takes = 'text'; Help = 'What the bank kept of it: settles too, as Bank fees' }, @{ Name = '--currency'; Takes = 'currency'; Help = 'Its currency; the client''s if not given' }, @{ Name = '--rate'; Takes = 'text'; Help = 'Book currency for one unit of it' }, @{ Name = '--reference'; Takes = 'text'; Help = 'What the bank says of it' }, @{ Name = '--note'; Takes = 'text'; Help = 'A note on it' })
            Arguments = @('client', 'text')
        }
        'payment apply' = @{
            Words = @()
            Options = @(@{ Name = '--on'; Takes = 'text'; Help = 'The day it takes effect; today if not given' }, @{ Name = '--fee'; Takes = 'text'; Help = 'What the bank kept of it: settles too, as Bank fees' }, @{ Name = '--discount'; Takes = 'text'; Help = 'Early-payment discount: 2% of what the payment settles, 24.…' })
            Arguments = @('free_credit', 'open_invoice', 'text')
        }
        'payment list' = @{
            Words = @()
            Options = @(@{ Name = '--client'; Takes = 'client'; Help = 'Of one client' }, @{ Name = '--from'; Takes = 'text'; Help = 'Received on this day or later' }, @{ Name = '--to'; Takes = 'text'; Help = 'Received on this day or earlier' }, @{ Name = '--open'; Takes = ''; Help = 'Only what has something left to apply' }, @{ Name = '--where'; Takes = 'text'; Help = 'Only where it holds: "tier=A and (open>1000 or not tag=vip)…' }, @{ Name = '--limit'; Takes = 'text'; Help = 'At most so many; 0 for all' })
            Arguments = @()
        }
        'payment refund' = @{
            Words = @()
            Options = @(@{ Name = '--on'; Takes = 'text'; Help = 'The day it goes out; today if not given' }, @{ Name = '--from'; Takes = 'account'; Help = 'Bank, cash or card account; Bank if not given' }, @{ Name = '--rate'; Takes = 'text'; Help = 'Book currency for one unit of it' }, @{ Name = '--reference'; Takes = 'text'; Help = 'What the bank says of it' }, @{ Name = '--note'; Takes = 'text'; Help = 'A note on it' })
            Arguments = @('free_credit', 'text')
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
            Options = @(@{ Name = '--on'; Takes = 'text'; Help = 'The day it takes effect; today if not given' }, @{ Name = '--fee'; Takes = 'text'; Help = 'What the bank takes for it, in the currency of the payment''…' }, @{ Name = '--fee-on'; Takes = 'text'; Help = 'When it takes that; the same day if not given' })
            Arguments = @('payment')
        }
        'cash' = @{
            Words = @(@{ Name = 'balance'; Help = 'Show what every bank, cash and card account holds, and what…' }, @{ Name = 'in'; Help = 'Book money that came in, with the tax inside it' }, @{ Name = 'list'; Help = 'List every movement of bank, cash and card accounts, paymen…' }, @{ Name = 'out'; Help = 'Book money that went out, with the tax inside it; tax that …' }, @{ Name = 'show'; Help = 'Show a cash entry: its tax, where its receipt lies, what wa…' }, @{ Name = 'transfer'; Help = 'Move money between your own accounts: it is neither income …' }, @{ Name = 'void'; Help = 'Take a cash entry or transfer back by an entry the other wa…' })
            Options = @()
            Arguments = @()
        }
        'cash balance' = @{
            Words = @()
            Options = @(@{ Name = '--as-of'; Takes = 'text'; Help = 'As it was at the end of this day' })
            Arguments = @()
        }
        'cash in' = @{
            Words = @()
            Options = @(@{ Name = '--category'; Takes = 'category'; Help = 'What it was for: an account by name, code or beginning' }, @{ Name = '--from'; Takes = 'text'; Help = 'Who it came from' }, @{ Name = '--on'; Takes = 'text'; Help = 'The day it moved; today if not given' }, @{ Name = '--account'; Takes = 'account'; Help = 'Bank, cash or card account; Bank if not given' }, @{ Name = '--tax'; Takes = 'tax'; Help = 'The tax code or rate inside the amount: 121 at 21 is 100 + …' }, @{ Name = '--memo'; Takes = 'text'; Help = 'What to remember of it' }, @{ Name = '--client'; Takes = 'client'; Help = 'The client it belongs to' }, @{ Name = '--vendor'; Takes = 'vendor'; Help = 'The vendor it belongs to' }, @{ Name = '--currency'; Takes = 'currency'; Help = 'Currency of the amount; the account''s if not given' }, @{ Name = '--rate'; Takes = 'text'; Help = 'Book currency for one unit of a foreign amount' }, @{ Name = '--receipt'; Takes = 'file'; Help = 'A copy of it is kept beside the book' })
            Arguments = @('text')
        }
        'cash list' = @{
            Words = @()
            Options = @(@{ Name = '--account'; Takes = 'account'; Help = 'Of one bank, cash or card account' }, @{ Name = '--category'; Takes = 'category'; Help = 'Only what was for this' }, @{ Name = '--party'; Takes = 'party'; Help = 'Only from or to this one' }, @{ Name = '--client'; Takes = 'party'; Help = 'Only from or to this one' }, @{ Name = '--vendor'; Takes = 'party'; Help = 'Only from or to this one' }, @{ Name = '--from'; Takes = 'text'; Help = 'On this day or later' }, @{ Name = '--to'; Takes = 'text'; Help = 'On this day or earlier' }, @{ Name = '--where'; Takes = 'text'; Help = 'Only where it holds: "tier=A and (open>1000 or not tag=vip)…' }, @{ Name = '--sort'; Takes = 'cash_sort'; Help = 'date, amount, account, category or party; - turns it round' }, @{ Name = '--limit'; Takes = 'text'; Help = 'At most so many; 0 for all' })
            Arguments = @()
        }
        'cash out' = @{
            Words = @()
            Options = @(@{ Name = '--category'; Takes = 'category'; Help = 'What it was for: an account by name, code or beginning' }, @{ Name = '--to'; Takes = 'text'; Help = 'Who it went to' }, @{ Name = '--on'; Takes = 'text'; Help = 'The day it moved; today if not given' }, @{ Name = '--account'; Takes = 'account'; Help = 'Bank, cash or card account; Bank if not given' }, @{ Name = '--tax'; Takes = 'tax'; Help = 'The tax code or rate inside the amount: 121 at 21 is 100 + …' }, @{ Name = '--memo'; Takes = 'text'; Help = 'What to remember of it' }, @{ Name = '--client'; Takes = 'client'; Help = 'The client it belongs to' }, @{ Name = '--vendor'; Takes = 'vendor'; Help = 'The vendor it belongs to' }, @{ Name = '--currency'; Takes = 'currency'; Help = 'Currency of the amount; the account''s if not given' }, @{ Name = '--rate'; Takes = 'text'; Help = 'Book currency for one unit of a foreign amount' }, @{ Name = '--receipt'; Takes = 'file'; Help = 'A copy of it is kept beside the book' })
            Arguments = @('text')
        }
        'cash show' = @{
            Words = @()
            Options = @()
            Arguments = @('cash_entry')
        }
        'cash transfer' = @{
            Words = @()
            Options = @(@{ Name = '--from'; Takes = 'account'; Help = 'Where it left' }, @{ Name = '--to'; Takes = 'account'; Help = 'Where it arrived' }, @{ Name = '--on'; Takes = 'text'; Help = 'The day it moved; today if not given' }, @{ Name = '--received'; Takes = 'text'; Help = 'What arrived, where that is in another currency' }, @{ Name = '--rate'; Takes = 'text'; Help = 'Only between two foreign currencies: the book''s for one unit' }, @{ Name = '--memo'; Takes = 'text'; Help = 'What to remember of it' })
            Arguments = @('text')
        }
        'cash void' = @{
            Words = @()
            Options = @(@{ Name = '--on'; Takes = 'text'; Help = 'The day it takes effect; today, or the first open day' })
            Arguments = @('cash_entry')
        }
        'account' = @{
            Words = @(@{ Name = 'add'; Help = 'Add an account: a second bank, a category for money that co…' }, @{ Name = 'close'; Help = 'Close an account: nothing more is posted to it, what was st…' }, @{ Name = 'edit'; Help = 'Give an account another name or code, or open it again; wha…' }, @{ Name = 'list'; Help = 'List the chart of accounts with what each holds in its own …' }, @{ Name = 'opening'; Help = 'Say what an account held on the day the book begins, agains…' }, @{ Name = 'show'; Help = 'Show one account: what it is, what it holds, since when it …' })
            Options = @()
            Arguments = @()
        }
        'account add' = @{
            Words = @()
            Options = @(@{ Name = '--type'; Takes = 'account_type'; Help = 'asset, liability, equity, income or expense' }, @{ Name = '--code'; Takes = 'text'; Help = 'The number it stands under, like 6110' }, @{ Name = '--currency'; Takes = 'currency'; Help = 'The only currency of a money account; else the book''s' }, @{ Name = '--money'; Takes = ''; Help = 'Money lies here: a bank, a cash box; a card is a liability' })
            Arguments = @('text')
        }
        'account close' = @{
            Words = @()
            Options = @(@{ Name = '--into'; Takes = 'any_account'; Help = 'Where what it still holds goes, by an entry' }, @{ Name = '--on'; Takes = 'text'; Help = 'The day; today if not given' })
            Arguments = @('any_account')
        }
        'account edit' = @{
            Words = @()
            Options = @(@{ Name = '--name'; Takes = 'text'; Help = 'Another name' }, @{ Name = '--code'; Takes = 'text'; Help = 'The number it stands under, like 6110' }, @{ Name = '--reopen'; Takes = ''; Help = 'Open a closed account again' })
            Arguments = @('any_account')
        }
        'account list' = @{
            Words = @()
            Options = @(@{ Name = '--type'; Takes = 'account_type'; Help = 'asset, liability, equity, income or expense' }, @{ Name = '--money'; Takes = ''; Help = 'Only bank, cash and card accounts' }, @{ Name = '--closed'; Takes = ''; Help = 'Closed ones too' }, @{ Name = '--as-of'; Takes = 'text'; Help = 'As it was at the end of this day' }, @{ Name = '--where'; Takes = 'text'; Help = 'Only where it holds: "tier=A and (open>1000 or not tag=vip)…' }, @{ Name = '--limit'; Takes = 'text'; Help = 'At most so many; 0 for all' })
            Arguments = @()
        }
        'account opening' = @{
            Words = @()
            Options = @(@{ Name = '--on'; Takes = 'text'; Help = 'The day from which the book counts' }, @{ Name = '--rate'; Takes = 'text'; Help = 'Book currency for one unit of it' }, @{ Name = '--replace'; Takes = ''; Help = 'Take the one there is back first' })
            Arguments = @('any_account', 'text')
        }
        'account show' = @{
            Words = @()
            Options = @(@{ Name = '--as-of'; Takes = 'text'; Help = 'As it was at the end of this day' })
            Arguments = @('any_account')
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
            Options = @(@{ Name = '--all'; Takes = ''; Help = 'Those that no longer hold too' }, @{ Name = '--where'; Takes = 'text'; Help = 'Only where it holds: "tier=A and (open>1000 or not tag=vip)…' }, @{ Name = '--limit'; Takes = 'text'; Help = 'At most so many; 0 for all' })
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
            Words = @(@{ Name = 'aging'; Help = 'Show who owes what since when, as of any day, in the book''s…' }, @{ Name = 'cash'; Help = 'Show opening balance, money in, money out and closing balan…' }, @{ Name = 'daily'; Help = 'What is due as `today` says it, what happened since the las…' }, @{ Name = 'pipeline'; Help = 'What is in the pipeline: deals, their amounts, and what to …' }, @{ Name = 'sales'; Help = 'Show the income of issued documents without tax: invoices, …' }, @{ Name = 'statement'; Help = 'Show what is open of a client on a day; with --from or --to…' })
            Options = @()
            Arguments = @()
        }
        'report aging' = @{
            Words = @()
            Options = @(@{ Name = '--as-of'; Takes = 'text'; Help = 'As it was at the end of this day' }, @{ Name = '--by'; Takes = 'aging_row'; Help = 'A row for each' }, @{ Name = '--buckets'; Takes = 'text'; Help = 'Last day late of each bucket' }, @{ Name = '--basis'; Takes = 'aging_basis'; Help = 'What the days count from' }, @{ Name = '--client'; Takes = 'client'; Help = 'One client alone' })
            Arguments = @()
        }
        'report cash' = @{
            Words = @()
            Options = @(@{ Name = '--from'; Takes = 'text'; Help = 'From this day on' }, @{ Name = '--to'; Takes = 'text'; Help = 'Up to this day' }, @{ Name = '--account'; Takes = 'account'; Help = 'One bank, cash or card account alone' })
            Arguments = @()
        }
        'report daily' = @{
            Words = @()
            Options = @(@{ Name = '--since'; Takes = 'text'; Help = 'Look back to this day; the last working day if not given' }, @{ Name = '--html'; Takes = ''; Help = 'A page for a browser' }, @{ Name = '--mail'; Takes = 'text'; Help = 'A mail to this address, as text and HTML, for sendmail -t' }, @{ Name = '--exit-code'; Takes = ''; Help = 'Leave with 10 when something is due' })
            Arguments = @()
        }
        'report pipeline' = @{
            Words = @()
            Options = @(@{ Name = '--as-of'; Takes = 'text'; Help = 'The pipeline as it stood on this day' }, @{ Name = '--by'; Takes = 'pipeline_view'; Help = 'A row for each: stage, client, owner or month expected to c…' }, @{ Name = '--all'; Takes = ''; Help = 'Won and lost deals too; never in the totals' }, @{ Name = '--rate'; Takes = 'text'; Help = 'Exchange rate of a currency, such as USD=0.92. Repeatable' })
            Arguments = @()
        }
        'report sales' = @{
            Words = @()
            Options = @(@{ Name = '--by'; Takes = 'sales_view'; Help = 'A row for each: client, month, item or owner' }, @{ Name = '--from'; Takes = 'text'; Help = 'The first day; the year''s first if not given' }, @{ Name = '--to'; Takes = 'text'; Help = 'The last day; today if not given' }, @{ Name = '--client'; Takes = 'client'; Help = 'To one client alone' })
            Arguments = @()
        }
        'report statement' = @{
            Words = @()
            Options = @(@{ Name = '--as-of'; Takes = 'text'; Help = 'Open items at the end of this day; today if not given' }, @{ Name = '--from'; Takes = 'text'; Help = 'Every movement since this day instead' }, @{ Name = '--to'; Takes = 'text'; Help = 'Every movement up to this day instead' }, @{ Name = '--currency'; Takes = 'currency'; Help = 'Only what is in this currency; the totals are in it too' }, @{ Name = '--pdf'; Takes = 'file'; Help = 'Write it as PDF to this file too, in the client''s language' })
            Arguments = @('client')
        }
        'import' = @{
            Words = @(@{ Name = 'activities'; Help = 'Import activities: calls, mails, meetings and notes that we…' }, @{ Name = 'cash'; Help = 'Import money in and out, and transfers between your account…' }, @{ Name = 'clients'; Help = 'Import clients: new ones are added, known ones brought up t…' }, @{ Name = 'contacts'; Help = 'Import contacts: new ones are added, known ones brought up …' }, @{ Name = 'deals'; Help = 'Import deals: new ones are added, known ones brought up to …' }, @{ Name = 'followups'; Help = 'Import follow-ups: new ones are added, known ones brought u…' }, @{ Name = 'invoices'; Help = 'Import invoices with their payments, and post them' }, @{ Name = 'payments'; Help = 'Import payments and what they settle; what the book has alr…' }, @{ Name = 'vendors'; Help = 'Import vendors: new ones are added, known ones brought up t…' })
            Options = @()
            Arguments = @()
        }
        'import activities' = @{
            Words = @()
            Options = @(@{ Name = '--map'; Takes = 'text'; Help = 'Which column is this field; columns of its name map themsel…' }, @{ Name = '--set'; Takes = 'text'; Help = 'The same value in every row. Repeatable' }, @{ Name = '--default'; Takes = 'text'; Help = 'The value where the cell is empty. Repeatable' }, @{ Name = '--key'; Takes = 'text'; Help = 'The id in the other system; without it: client, day, kind a…' }, @{ Name = '--create-missing'; Takes = ''; Help = 'Make the clients that are named and not there yet' }, @{ Name = '--date-format'; Takes = 'text'; Help = 'How the file writes dates: %d/%m/%Y. Without it they must b…' }, @{ Name = '--decimal'; Takes = 'decimal_sign'; Help = 'The decimal sign of the file' }, @{ Name = '--header'; Takes = ''; Help = 'Whether line 1 names the columns; without a header they are…' }, @{ Name = '--no-header'; Takes = ''; Help = 'Whether line 1 names the columns; without a header they are…' }, @{ Name = '--encoding'; Takes = 'text'; Help = 'Found out when not given' }, @{ Name = '--delimiter'; Takes = 'delimiter'; Help = 'comma, semicolon, tab, pipe or a sign; found out when not g…' }, @{ Name = '--rejects'; Takes = 'file'; Help = 'Write the rows that were not taken here, as CSV' }, @{ Name = '--strict'; Takes = ''; Help = 'One bad row, and nothing is imported' }, @{ Name = '--dry-run'; Takes = ''; Help = 'Only say what would happen' })
            Arguments = @('file')
        }
        'import cash' = @{
            Words = @()
            Options = @(@{ Name = '--map'; Takes = 'text'; Help = 'Which column is this field; columns of its name map themsel…' }, @{ Name = '--set'; Takes = 'text'; Help = 'The same value in every row. Repeatable' }, @{ Name = '--default'; Takes = 'text'; Help = 'The value where the cell is empty. Repeatable' }, @{ Name = '--key'; Takes = 'text'; Help = 'The id in the other system; without it: account, date, amou…' }, @{ Name = '--date-format'; Takes = 'text'; Help = 'How the file writes dates: %d/%m/%Y. Without it they must b…' }, @{ Name = '--decimal'; Takes = 'decimal_sign'; Help = 'The decimal sign of the file' }, @{ Name = '--header'; Takes = ''; Help = 'Whether line 1 names the columns; without a header they are…' }, @{ Name = '--no-header'; Takes = ''; Help = 'Whether line 1 names the columns; without a header they are…' }, @{ Name = '--encoding'; Takes = 'text'; Help = 'Found out when not given' }, @{ Name = '--delimiter'; Takes = 'delimiter'; Help = 'comma, semicolon, tab, pipe or a sign; found out when not g…' }, @{ Name = '--rejects'; Takes = 'file'; Help = 'Write the rows that were not taken here, as CSV' }, @{ Name = '--strict'; Takes = ''; Help = 'One bad row, and nothing is imported' }, @{ Name = '--dry-run'; Takes = ''; Help = 'Only say what would happen' })
            Arguments = @('file')
        }
        'import clients' = @{
            Words = @()
            Options = @(@{ Name = '--map'; Takes = 'text'; Help = 'Which column is this field; columns of its name map themsel…' }, @{ Name = '--set'; Takes = 'text'; Help = 'The same value in every row. Repeatable' }, @{ Name = '--default'; Takes = 'text'; Help = 'The value where the cell is empty. Repeatable' }, @{ Name = '--key'; Takes = 'text'; Help = 'The id in the other system; without it: handle, else name' }, @{ Name = '--date-format'; Takes = 'text'; Help = 'How the file writes dates: %d/%m/%Y. Without it they must b…' }, @{ Name = '--decimal'; Takes = 'decimal_sign'; Help = 'The decimal sign of the file' }, @{ Name = '--header'; Takes = ''; Help = 'Whether line 1 names the columns; without a header they are…' }, @{ Name = '--no-header'; Takes = ''; Help = 'Whether line 1 names the columns; without a header they are…' }, @{ Name = '--encoding'; Takes = 'text'; Help = 'Found out when not given' }, @{ Name = '--delimiter'; Takes = 'delimiter'; Help = 'comma, semicolon, tab, pipe or a sign; found out when not g…' }, @{ Name = '--rejects'; Takes = 'file'; Help = 'Write the rows that were not taken here, as CSV' }, @{ Name = '--strict'; Takes = ''; Help = 'One bad row, and nothing is imported' }, @{ Name = '--dry-run'; Takes = ''; Help = 'Only say what would happen' })
            Arguments = @('file')
        }
        'import contacts' = @{
            Words = @()
            Options = @(@{ Name = '--map'; Takes = 'text'; Help = 'Which column is this field; columns of its name map themsel…' }, @{ Name = '--set'; Takes = 'text'; Help = 'The same value in every row. Repeatable' }, @{ Name = '--default'; Takes = 'text'; Help = 'The value where the cell is empty. Repeatable' }, @{ Name = '--key'; Takes = 'text'; Help = 'The id in the other system; without it: e-mail, else name a…' }, @{ Name = '--create-missing'; Takes = ''; Help = 'Make the clients that are named and not there yet' }, @{ Name = '--date-format'; Takes = 'text'; Help = 'How the file writes dates: %d/%m/%Y. Without it they must b…' }, @{ Name = '--decimal'; Takes = 'decimal_sign'; Help = 'The decimal sign of the file' }, @{ Name = '--header'; Takes = ''; Help = 'Whether line 1 names the columns; without a header they are…' }, @{ Name = '--no-header'; Takes = ''; Help = 'Whether line 1 names the columns; without a header they are…' }, @{ Name = '--encoding'; Takes = 'text'; Help = 'Found out when not given' }, @{ Name = '--delimiter'; Takes = 'delimiter'; Help = 'comma, semicolon, tab, pipe or a sign; found out when not g…' }, @{ Name = '--rejects'; Takes = 'file'; Help = 'Write the rows that were not taken here, as CSV' }, @{ Name = '--strict'; Takes = ''; Help = 'One bad row, and nothing is imported' }, @{ Name = '--dry-run'; Takes = ''; Help = 'Only say what would happen' })
            Arguments = @('file')
        }
        'import deals' = @{
            Words = @()
            Options = @(@{ Name = '--map'; Takes = 'text'; Help = 'Which column is this field; columns of its name map themsel…' }, @{ Name = '--set'; Takes = 'text'; Help = 'The same value in every row. Repeatable' }, @{ Name = '--default'; Takes = 'text'; Help = 'The value where the cell is empty. Repeatable' }, @{ Name = '--key'; Takes = 'text'; Help = 'The id in the other system; without it: name, client and op…' }, @{ Name = '--create-missing'; Takes = ''; Help = 'Make the clients that are named and not there yet' }, @{ Name = '--date-format'; Takes = 'text'; Help = 'How the file writes dates: %d/%m/%Y. Without it they must b…' }, @{ Name = '--decimal'; Takes = 'decimal_sign'; Help = 'The decimal sign of the file' }, @{ Name = '--header'; Takes = ''; Help = 'Whether line 1 names the columns; without a header they are…' }, @{ Name = '--no-header'; Takes = ''; Help = 'Whether line 1 names the columns; without a header they are…' }, @{ Name = '--encoding'; Takes = 'text'; Help = 'Found out when not given' }, @{ Name = '--delimiter'; Takes = 'delimiter'; Help = 'comma, semicolon, tab, pipe or a sign; found out when not g…' }, @{ Name = '--rejects'; Takes = 'file'; Help = 'Write the rows that were not taken here, as CSV' }, @{ Name = '--strict'; Takes = ''; Help = 'One bad row, and nothing is imported' }, @{ Name = '--dry-run'; Takes = ''; Help = 'Only say what would happen' })
            Arguments = @('file')
        }
        'import followups' = @{
            Words = @()
            Options = @(@{ Name = '--map'; Takes = 'text'; Help = 'Which column is this field; columns of its name map themsel…' }, @{ Name = '--set'; Takes = 'text'; Help = 'The same value in every row. Repeatable' }, @{ Name = '--default'; Takes = 'text'; Help = 'The value where the cell is empty. Repeatable' }, @{ Name = '--create-missing'; Takes = ''; Help = 'Make the clients that are named and not there yet' }, @{ Name = '--date-format'; Takes = 'text'; Help = 'How the file writes dates: %d/%m/%Y. Without it they must b…' }, @{ Name = '--decimal'; Takes = 'decimal_sign'; Help = 'The decimal sign of the file' }, @{ Name = '--header'; Takes = ''; Help = 'Whether line 1 names the columns; without a header they are…' }, @{ Name = '--no-header'; Takes = ''; Help = 'Whether line 1 names the columns; without a header they are…' }, @{ Name = '--encoding'; Takes = 'text'; Help = 'Found out when not given' }, @{ Name = '--delimiter'; Takes = 'delimiter'; Help = 'comma, semicolon, tab, pipe or a sign; found out when not g…' }, @{ Name = '--rejects'; Takes = 'file'; Help = 'Write the rows that were not taken here, as CSV' }, @{ Name = '--strict'; Takes = ''; Help = 'One bad row, and nothing is imported' }, @{ Name = '--dry-run'; Takes = ''; Help = 'Only say what would happen' })
            Arguments = @('file')
        }
        'import invoices' = @{
            Words = @()
            Options = @(@{ Name = '--map'; Takes = 'text'; Help = 'Which column is this field; columns of its name map themsel…' }, @{ Name = '--set'; Takes = 'text'; Help = 'The same value in every row. Repeatable' }, @{ Name = '--default'; Takes = 'text'; Help = 'The value where the cell is empty. Repeatable' }, @{ Name = '--key'; Takes = 'text'; Help = 'The column of the number: --map number=COLUMN' }, @{ Name = '--opening'; Takes = 'text'; Help = 'Take what is open on that day against Opening balances: no …' }, @{ Name = '--tax'; Takes = 'tax'; Help = 'The tax code inside the totals; without it the tax is unkno…' }, @{ Name = '--create-missing'; Takes = ''; Help = 'Make the clients that are named and not there yet' }, @{ Name = '--date-format'; Takes = 'text'; Help = 'How the file writes dates: %d/%m/%Y. Without it they must b…' }, @{ Name = '--decimal'; Takes = 'decimal_sign'; Help = 'The decimal sign of the file' }, @{ Name = '--header'; Takes = ''; Help = 'Whether line 1 names the columns; without a header they are…' }, @{ Name = '--no-header'; Takes = ''; Help = 'Whether line 1 names the columns; without a header they are…' }, @{ Name = '--encoding'; Takes = 'text'; Help = 'Found out when not given' }, @{ Name = '--delimiter'; Takes = 'delimiter'; Help = 'comma, semicolon, tab, pipe or a sign; found out when not g…' }, @{ Name = '--rejects'; Takes = 'file'; Help = 'Write the rows that were not taken here, as CSV' }, @{ Name = '--strict'; Takes = ''; Help = 'One bad row, and nothing is imported' }, @{ Name = '--dry-run'; Takes = ''; Help = 'Only say what would happen' })
            Arguments = @('file')
        }
        'import payments' = @{
            Words = @()
            Options = @(@{ Name = '--map'; Takes = 'text'; Help = 'Which column is this field; columns of its name map themsel…' }, @{ Name = '--set'; Takes = 'text'; Help = 'The same value in every row. Repeatable' }, @{ Name = '--default'; Takes = 'text'; Help = 'The value where the cell is empty. Repeatable' }, @{ Name = '--key'; Takes = 'text'; Help = 'What the other system calls the payment: rows of one are on…' }, @{ Name = '--date-format'; Takes = 'text'; Help = 'How the file writes dates: %d/%m/%Y. Without it they must b…' }, @{ Name = '--decimal'; Takes = 'decimal_sign'; Help = 'The decimal sign of the file' }, @{ Name = '--header'; Takes = ''; Help = 'Whether line 1 names the columns; without a header they are…' }, @{ Name = '--no-header'; Takes = ''; Help = 'Whether line 1 names the columns; without a header they are…' }, @{ Name = '--encoding'; Takes = 'text'; Help = 'Found out when not given' }, @{ Name = '--delimiter'; Takes = 'delimiter'; Help = 'comma, semicolon, tab, pipe or a sign; found out when not g…' }, @{ Name = '--rejects'; Takes = 'file'; Help = 'Write the rows that were not taken here, as CSV' }, @{ Name = '--strict'; Takes = ''; Help = 'One bad row, and nothing is imported' }, @{ Name = '--dry-run'; Takes = ''; Help = 'Only say what would happen' })
            Arguments = @('file')
        }
        'import vendors' = @{
            Words = @()
            Options = @(@{ Name = '--map'; Takes = 'text'; Help = 'Which column is this field; columns of its name map themsel…' }, @{ Name = '--set'; Takes = 'text'; Help = 'The same value in every row. Repeatable' }, @{ Name = '--default'; Takes = 'text'; Help = 'The value where the cell is empty. Repeatable' }, @{ Name = '--key'; Takes = 'text'; Help = 'The id in the other system; without it: handle, else name' }, @{ Name = '--date-format'; Takes = 'text'; Help = 'How the file writes dates: %d/%m/%Y. Without it they must b…' }, @{ Name = '--decimal'; Takes = 'decimal_sign'; Help = 'The decimal sign of the file' }, @{ Name = '--header'; Takes = ''; Help = 'Whether line 1 names the columns; without a header they are…' }, @{ Name = '--no-header'; Takes = ''; Help = 'Whether line 1 names the columns; without a header they are…' }, @{ Name = '--encoding'; Takes = 'text'; Help = 'Found out when not given' }, @{ Name = '--delimiter'; Takes = 'delimiter'; Help = 'comma, semicolon, tab, pipe or a sign; found out when not g…' }, @{ Name = '--rejects'; Takes = 'file'; Help = 'Write the rows that were not taken here, as CSV' }, @{ Name = '--strict'; Takes = ''; Help = 'One bad row, and nothing is imported' }, @{ Name = '--dry-run'; Takes = ''; Help = 'Only say what would happen' })
            Arguments = @('file')
        }
        'export' = @{
            Words = @(@{ Name = 'activities'; Help = 'Write all activities with their contacts, deals and the fol…' }, @{ Name = 'cash'; Help = 'Write all money in, out and between accounts, and the openi…' }, @{ Name = 'clients'; Help = 'Write all clients, also archived and merged ones, with tags…' }, @{ Name = 'contacts'; Help = 'Write all contacts with their e-mails, phones, tags and cus…' }, @{ Name = 'deals'; Help = 'Write all deals, open and closed, with their way through th…' }, @{ Name = 'followups'; Help = 'Write all follow-ups, also those that are done, with their …' }, @{ Name = 'invoices'; Help = 'Write all invoices and credit notes with their lines and ta…' }, @{ Name = 'payments'; Help = 'Write all payments and refunds with what they settled, and …' }, @{ Name = 'vendors'; Help = 'Write all vendors, also archived and merged ones, with tags…' })
            Options = @()
            Arguments = @()
        }
        'export activities' = @{
            Words = @()
            Options = @(@{ Name = '--output'; Takes = 'file'; Help = 'Write to this file, private to you; - or nothing is standar…' }, @{ Name = '--jsonl'; Takes = ''; Help = 'Write JSON Lines, one object a line; also when FILE ends in…' })
            Arguments = @()
        }
        'export cash' = @{
            Words = @()
            Options = @(@{ Name = '--output'; Takes = 'file'; Help = 'Write to this file, private to you; - or nothing is standar…' }, @{ Name = '--jsonl'; Takes = ''; Help = 'Write JSON Lines, one object a line; also when FILE ends in…' })
            Arguments = @()
        }
        'export clients' = @{
            Words = @()
            Options = @(@{ Name = '--output'; Takes = 'file'; Help = 'Write to this file, private to you; - or nothing is standar…' }, @{ Name = '--jsonl'; Takes = ''; Help = 'Write JSON Lines, one object a line; also when FILE ends in…' })
            Arguments = @()
        }
        'export contacts' = @{
            Words = @()
            Options = @(@{ Name = '--output'; Takes = 'file'; Help = 'Write to this file, private to you; - or nothing is standar…' }, @{ Name = '--jsonl'; Takes = ''; Help = 'Write JSON Lines, one object a line; also when FILE ends in…' })
            Arguments = @()
        }
        'export deals' = @{
            Words = @()
            Options = @(@{ Name = '--output'; Takes = 'file'; Help = 'Write to this file, private to you; - or nothing is standar…' }, @{ Name = '--jsonl'; Takes = ''; Help = 'Write JSON Lines, one object a line; also when FILE ends in…' })
            Arguments = @()
        }
        'export followups' = @{
            Words = @()
            Options = @(@{ Name = '--output'; Takes = 'file'; Help = 'Write to this file, private to you; - or nothing is standar…' }, @{ Name = '--jsonl'; Takes = ''; Help = 'Write JSON Lines, one object a line; also when FILE ends in…' })
            Arguments = @()
        }
        'export invoices' = @{
            Words = @()
            Options = @(@{ Name = '--output'; Takes = 'file'; Help = 'Write to this file, private to you; - or nothing is standar…' }, @{ Name = '--jsonl'; Takes = ''; Help = 'Write JSON Lines, one object a line; also when FILE ends in…' })
            Arguments = @()
        }
        'export payments' = @{
            Words = @()
            Options = @(@{ Name = '--output'; Takes = 'file'; Help = 'Write to this file, private to you; - or nothing is standar…' }, @{ Name = '--jsonl'; Takes = ''; Help = 'Write JSON Lines, one object a line; also when FILE ends in…' })
            Arguments = @()
        }
        'export vendors' = @{
            Words = @()
            Options = @(@{ Name = '--output'; Takes = 'file'; Help = 'Write to this file, private to you; - or nothing is standar…' }, @{ Name = '--jsonl'; Takes = ''; Help = 'Write JSON Lines, one object a line; also when FILE ends in…' })
            Arguments = @()
        }
        'db' = @{
            Words = @(@{ Name = 'check'; Help = 'Prove the book: the file, the history and every figure; exi…' }, @{ Name = 'info'; Help = 'What the book holds: its schema, size, currency and how man…' }, @{ Name = 'path'; Help = 'Where the book is: its file, or its URL without the password' }, @{ Name = 'reindex'; Help = 'Make anew what `search` looks through; `db check` says when…' }, @{ Name = 'upgrade'; Help = 'Bring a book of an older acctmgr up to date; a file is copi…' })
            Options = @()
            Arguments = @()
        }
        'db check' = @{
            Words = @()
            Options = @(@{ Name = '--quick'; Takes = ''; Help = 'Only what can be known in a second, and say what was not lo…' })
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
        'db reindex' = @{
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
        account_type = @('asset', 'liability', 'equity', 'income', 'expense')
        activity_fact = @('minutes', 'contact', 'deal')
        activity_kind = @('call', 'email', 'meeting', 'visit', 'note', 'message')
        activity_sort = @('on', 'id', 'kind', 'client', 'minutes', '-on', '-id', '-kind', '-client', '-minutes')
        aging_basis = @('due', 'issued')
        aging_row = @('client', 'invoice')
        cash_sort = @('date', 'amount', 'account', 'category', 'party', '-date', '-amount', '-account', '-category', '-party')
        client_fact = @('legal-name', 'tax-id', 'email', 'phone', 'website', 'industry', 'address', 'country', 'language', 'currency', 'terms', 'tier', 'owner', 'source', 'since', 'note', 'dispute')
        client_sort = @('name', 'handle', 'open', 'overdue', 'tier', 'status', 'since', '-name', '-handle', '-open', '-overdue', '-tier', '-status', '-since')
        client_status = @('lead', 'prospect', 'active', 'dormant', 'lost')
        contact_fact = @('role', 'influence', 'birthday', 'prefers', 'note')
        contact_sort = @('name', 'client', 'role', 'influence', 'birthday', '-name', '-client', '-role', '-influence', '-birthday')
        contact_way = @('phone', 'email', 'message', 'visit', 'post')
        currency = @('AED', 'AFN', 'ALL', 'AMD', 'ANG', 'AOA', 'ARS', 'AUD', 'AWG', 'AZN', 'BAM', 'BBD', 'BDT', 'BGN', 'BHD', 'BIF', 'BMD', 'BND', 'BOB', 'BOV', 'BRL', 'BSD', 'BTN', 'BWP', 'BYN', 'BZD', 'CAD', 'CDF', 'CHE', 'CHF', 'CHW', 'CLF', 'CLP', 'CNY', 'COP', 'COU', 'CRC', 'CUC', 'CUP', 'CVE', 'CZK', 'DJF', 'DKK', 'DOP', 'DZD', 'EGP', 'ERN', 'ETB', 'EUR', 'FJD', 'FKP', 'GBP', 'GEL', 'GHS', 'GIP', 'GMD', 'GNF', 'GTQ', 'GYD', 'HKD', 'HNL', 'HRK', 'HTG', 'HUF', 'IDR', 'ILS', 'INR', 'IQD', 'IRR', 'ISK', 'JMD', 'JOD', 'JPY', 'KES', 'KGS', 'KHR', 'KMF', 'KPW', 'KRW', 'KWD', 'KYD', 'KZT', 'LAK', 'LBP', 'LKR', 'LRD', 'LSL', 'LYD', 'MAD', 'MDL', 'MGA', 'MKD', 'MMK', 'MNT', 'MOP', 'MRU', 'MUR', 'MVR', 'MWK', 'MXN', 'MXV', 'MYR', 'MZN', 'NAD', 'NGN', 'NIO', 'NOK', 'NPR', 'NZD', 'OMR', 'PAB', 'PEN', 'PGK', 'PHP', 'PKR', 'PLN', 'PYG', 'QAR', 'RON', 'RSD', 'RUB', 'RWF', 'SAR', 'SBD', 'SCR', 'SDG', 'SEK', 'SGD', 'SHP', 'SLE', 'SLL', 'SOS', 'SRD', 'SSP', 'STN', 'SVC', 'SYP', 'SZL', 'THB', 'TJS', 'TMT', 'TND', 'TOP', 'TRY', 'TTD', 'TWD', 'TZS', 'UAH', 'UGX', 'USD', 'USN', 'UYI', 'UYU', 'UYW', 'UZS', 'VED', 'VES', 'VND', 'VUV', 'WST', 'XAD', 'XAF', 'XCD', 'XCG', 'XOF', 'XPF', 'YER', 'ZAR', 'ZMW', 'ZWG', 'ZWL')
        deal_fact = @('probability', 'opened', 'close', 'owner', 'source', 'competitor', 'note', 'reason', 'amount')
        deal_sort = @('close', 'id', 'name', 'client', 'stage', 'amount', 'weighted', 'probability', 'opened', 'owner', '-close', '-id', '-name', '-client', '-stage', '-amount', '-weighted', '-probability', '-opened', '-owner')
        decimal_sign = @('.', ',')
        delimiter = @('comma', 'semicolon', 'tab', 'pipe')
        document_status = @('draft', 'coming', 'open', 'part_paid', 'paid', 'credited', 'void', 'written_off')
        follow_up_due = @('today', 'overdue', 'week', 'all')
        follow_up_fact = @('time', 'repeat', 'contact', 'deal')
        follow_up_sort = @('due', 'done', 'id', 'client', 'priority', 'text', '-due', '-done', '-id', '-client', '-priority', '-text')
        format = @('table', 'json', 'csv', 'md', 'ids')
        found_kind = @('client', 'vendor', 'contact', 'deal', 'invoice', 'credit_note', 'bill', 'vendor_credit', 'quote', 'followup', 'activity')
        influence = @('decider', 'champion', 'influencer', 'user', 'blocker')
        invoice_sort = @('date', 'due', 'number', 'client', 'total', 'open', '-date', '-due', '-number', '-client', '-total', '-open')
        language = @('en', 'es')
        missed = @('all', 'skip')
        number_style = @('1,250.00', '1.250,00')
        priority = @('high', 'normal', 'low')
        pipeline_view = @('stage', 'client', 'owner', 'month')
        sales_view = @('client', 'month', 'item', 'owner')
        shell = @('bash', 'zsh', 'fish', 'powershell')
        tax_pack = @('es', 'de', 'uk', 'us')
        tier = @('A', 'B', 'C')
        treatment = @('standard', 'zero', 'exempt', 'export', 'reverse_charge', 'out_of_scope')
        vendor_sort = @('name', 'handle', 'paid', 'last', '-name', '-handle', '-paid', '-last')
        setting = @('user', 'format', 'rows', 'default_book', 'lock_timeout', 'smtp.host', 'smtp.port', 'smtp.security', 'smtp.user', 'smtp.password_command', 'currency', 'number_style', 'company.name', 'company.address', 'company.country', 'company.tax_id', 'company.iban', 'terms', 'rounding', 'tax.default', 'series.invoice', 'series.invoice.next', 'series.credit_note', 'series.credit_note.next', 'locked_until', 'language', 'paper.logo', 'paper.color', 'paper.footer', 'paper.size', 'paper.fonts', 'paper.template', 'smtp.from', 'mail.subject.en', 'mail.body.en', 'mail.subject.es', 'mail.body.es', 'remind.days', 'remind.subject.en', 'remind.body.en', 'remind.subject.es', 'remind.body.es')
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
