INSERT INTO account (id, "key", code, name, type, cash_flow, currency, is_control, is_money, closed_on) VALUES
(1, 'bank', '1000', 'Bank', 'asset', 'cash', NULL, 0, 1, NULL),
(2, 'cash', '1010', 'Cash', 'asset', 'cash', NULL, 0, 1, NULL),
(3, 'clearing', '1050', 'Clearing', 'asset', 'cash', NULL, 0, 0, NULL),
(4, 'receivable', '1100', 'Receivable', 'asset', 'operating', NULL, 1, 0, NULL),
(5, 'vendor_credits', '1150', 'Vendor credits', 'asset', 'operating', NULL, 1, 0, NULL),
(6, 'withheld_tax', '1300', 'Withheld tax', 'asset', 'operating', NULL, 0, 0, NULL),
(7, 'equipment', '1500', 'Equipment', 'asset', 'investing', NULL, 0, 0, NULL),
(8, 'payable', '2000', 'Payable', 'liability', 'operating', NULL, 1, 0, NULL),
(9, 'client_credits', '2050', 'Client credits', 'liability', 'operating', NULL, 1, 0, NULL),
(10, 'credit_card', '2100', 'Credit card', 'liability', 'cash', NULL, 0, 1, NULL),
(11, 'tax', '2200', 'Tax', 'liability', 'operating', NULL, 1, 0, NULL),
(12, 'tax_not_due', '2210', 'Tax not yet due', 'liability', 'operating', NULL, 1, 0, NULL),
(13, 'tax_settlement', '2220', 'Tax settlement', 'liability', 'operating', NULL, 0, 0, NULL),
(14, 'loans', '2500', 'Loans', 'liability', 'financing', NULL, 0, 0, NULL),
(15, 'opening', '3000', 'Opening balances', 'equity', 'financing', NULL, 0, 0, NULL),
(16, 'capital', '3100', 'Owner''s capital', 'equity', 'financing', NULL, 0, 0, NULL),
(17, 'drawings', '3200', 'Owner''s drawings', 'equity', 'financing', NULL, 0, 0, NULL),
(18, 'retained', '3900', 'Retained earnings', 'equity', 'financing', NULL, 0, 0, NULL),
(19, 'sales', '4000', 'Sales', 'income', 'operating', NULL, 0, 0, NULL),
(20, 'other_income', '4900', 'Other income', 'income', 'operating', NULL, 0, 0, NULL),
(21, 'currency_gain', '4950', 'Currency gain', 'income', 'operating', NULL, 0, 0, NULL),
(22, 'purchases', '5000', 'Purchases', 'expense', 'operating', NULL, 0, 0, NULL),
(23, 'office', '6000', 'Office', 'expense', 'operating', NULL, 0, 0, NULL),
(24, 'rent', '6100', 'Rent', 'expense', 'operating', NULL, 0, 0, NULL),
(25, 'travel', '6200', 'Travel', 'expense', 'operating', NULL, 0, 0, NULL),
(26, 'software', '6300', 'Software', 'expense', 'operating', NULL, 0, 0, NULL),
(27, 'marketing', '6400', 'Marketing', 'expense', 'operating', NULL, 0, 0, NULL),
(28, 'professional', '6500', 'Professional fees', 'expense', 'operating', NULL, 0, 0, NULL),
(29, 'wages', '6600', 'Wages', 'expense', 'operating', NULL, 0, 0, NULL),
(30, 'bank_fees', '6700', 'Bank fees', 'expense', 'operating', NULL, 0, 0, NULL),
(31, 'bad_debts', '6800', 'Bad debts', 'expense', 'operating', NULL, 0, 0, NULL),
(32, 'currency_loss', '6850', 'Currency loss', 'expense', 'operating', NULL, 0, 0, NULL),
(33, 'rounding', '6900', 'Rounding', 'expense', 'operating', NULL, 0, 0, NULL),
(34, 'other_expense', '6990', 'Other expenses', 'expense', 'operating', NULL, 0, 0, NULL);
INSERT INTO entry (id, posted_on, kind, text, reverses_id, is_closing) VALUES
(1, '2026-02-01', 'invoice', 'Invoice INV-2026-0001', NULL, 0),
(2, '2026-04-10', 'invoice', 'Invoice INV-2026-0002', NULL, 0);
INSERT INTO number_series (id, kind, pattern, year, next_seq, last_on) VALUES
(1, 'invoice', 'INV-{year}-{seq:4}', 2026, 3, '2026-04-10');
INSERT INTO operation (id, at, today, actor, command, previous_hash, hash) VALUES
(1, '2026-11-28T04:19:23.303745+00:00', '2026-01-05', 'Ana Ruiz', 'init --currency EUR', '', 'dd14b9a63ff18c05c65cc629154768f48fb4421260dc092a8d2a5069b46aaf35'),
(2, '2026-11-28T04:19:24.902873+00:00', '2026-01-05', 'Ana Ruiz', 'tax add iva21-irpf15 --component ''IVA; 21'' --component ''IRPF; 15; withheld''', 'dd14b9a63ff18c05c65cc629154768f48fb4421260dc092a8d2a5069b46aaf35', '9665b50e3e7fea4b89aed847835e6dd7248efc7250252aa41a00e2b355f4724a'),
(3, '2026-11-28T04:19:26.290632+00:00', '2026-01-05', 'Ana Ruiz', 'client add Acme --owner Ana', '9665b50e3e7fea4b89aed847835e6dd7248efc7250252aa41a00e2b355f4724a', 'b7a107172d98e3d7806c21a25879d43c29b7109c2e384ca05a8b72d222c5a9a9'),
(4, '2026-11-28T04:19:28.167054+00:00', '2026-02-01', 'Ana Ruiz', 'invoice add acme --line ''Work; 1; 1000; tax=iva21-irpf15''', 'b7a107172d98e3d7806c21a25879d43c29b7109c2e384ca05a8b72d222c5a9a9', 'e8b94be45ac06415ac64241ebbf12c79a53dceedc6cf00d35f91a39eddcb5d42'),
(5, '2026-11-28T04:19:30.003339+00:00', '2026-03-20', 'Ana Ruiz', 'client edit acme --owner Luis', 'e8b94be45ac06415ac64241ebbf12c79a53dceedc6cf00d35f91a39eddcb5d42', '79fb4fa6c7e17faccb0788995bf3ab1d83101141773f81f5c260dfd80d6e7051'),
(6, '2026-11-28T04:19:32.241416+00:00', '2026-04-10', 'Ana Ruiz', 'invoice add acme --line ''Work; 1; 70''', '79fb4fa6c7e17faccb0788995bf3ab1d83101141773f81f5c260dfd80d6e7051', '60b1caafb97add389dee090fd792ac02673d8c178f3f6df7be9186d4d1aaa613'),
(7, '2026-11-28T04:19:34.603588+00:00', '2026-04-23', 'Ana Ruiz', 'config set locked_until 2026-03-31', '60b1caafb97add389dee090fd792ac02673d8c178f3f6df7be9186d4d1aaa613', '69f405ec8cf5f14c49f720d846359ac8eddf7b750e189289dafc7a60b6346e3a');
INSERT INTO party (id, handle, name, name_key, is_client, is_vendor, legal_name, tax_id, email, phone, website, industry, address, country, currency, terms_days, status, tier, owner, source, since_on, note, archived_on, outside_key) VALUES
(1, 'acme', 'Acme', 'acme', 1, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'active', NULL, 'Luis', NULL, NULL, NULL, NULL, NULL);
INSERT INTO setting (id, "key", value) VALUES
(1, 'locked_until', '2026-03-31');
INSERT INTO stage (id, name, name_key, kind, probability, position) VALUES
(1, 'Lead', 'lead', 'open', 10, 1),
(2, 'Qualified', 'qualified', 'open', 25, 2),
(3, 'Proposal', 'proposal', 'open', 50, 3),
(4, 'Negotiation', 'negotiation', 'open', 75, 4),
(5, 'Won', 'won', 'won', 100, 5),
(6, 'Lost', 'lost', 'lost', 0, 6);
INSERT INTO tax_code (id, code, name, treatment, valid_from, valid_to, words) VALUES
(1, 'iva21-irpf15', 'iva21-irpf15', 'standard', NULL, NULL, '');
INSERT INTO account_month (account_id, currency, month, amount_minor, foreign_minor) VALUES
(4, 'EUR', '2026-02', 106000, 106000),
(4, 'EUR', '2026-04', 7000, 7000),
(6, 'EUR', '2026-02', 15000, 15000),
(11, 'EUR', '2026-02', -21000, -21000),
(19, 'EUR', '2026-02', -100000, -100000),
(19, 'EUR', '2026-04', -7000, -7000);
INSERT INTO change (id, operation_id, table_name, row_id, before, after) VALUES
(1, 1, 'account', 1, NULL, '{"id":1,"key":"bank","code":"1000","name":"Bank","type":"asset","cash_flow":"cash","currency":null,"is_control":0,"is_money":1,"closed_on":null}'),
(2, 1, 'account', 2, NULL, '{"id":2,"key":"cash","code":"1010","name":"Cash","type":"asset","cash_flow":"cash","currency":null,"is_control":0,"is_money":1,"closed_on":null}'),
(3, 1, 'account', 3, NULL, '{"id":3,"key":"clearing","code":"1050","name":"Clearing","type":"asset","cash_flow":"cash","currency":null,"is_control":0,"is_money":0,"closed_on":null}'),
(4, 1, 'account', 4, NULL, '{"id":4,"key":"receivable","code":"1100","name":"Receivable","type":"asset","cash_flow":"operating","currency":null,"is_control":1,"is_money":0,"closed_on":null}'),
(5, 1, 'account', 5, NULL, '{"id":5,"key":"vendor_credits","code":"1150","name":"Vendor credits","type":"asset","cash_flow":"operating","currency":null,"is_control":1,"is_money":0,"closed_on":null}'),
(6, 1, 'account', 6, NULL, '{"id":6,"key":"withheld_tax","code":"1300","name":"Withheld tax","type":"asset","cash_flow":"operating","currency":null,"is_control":0,"is_money":0,"closed_on":null}'),
(7, 1, 'account', 7, NULL, '{"id":7,"key":"equipment","code":"1500","name":"Equipment","type":"asset","cash_flow":"investing","currency":null,"is_control":0,"is_money":0,"closed_on":null}'),
(8, 1, 'account', 8, NULL, '{"id":8,"key":"payable","code":"2000","name":"Payable","type":"liability","cash_flow":"operating","currency":null,"is_control":1,"is_money":0,"closed_on":null}'),
(9, 1, 'account', 9, NULL, '{"id":9,"key":"client_credits","code":"2050","name":"Client credits","type":"liability","cash_flow":"operating","currency":null,"is_control":1,"is_money":0,"closed_on":null}'),
(10, 1, 'account', 10, NULL, '{"id":10,"key":"credit_card","code":"2100","name":"Credit card","type":"liability","cash_flow":"cash","currency":null,"is_control":0,"is_money":1,"closed_on":null}'),
(11, 1, 'account', 11, NULL, '{"id":11,"key":"tax","code":"2200","name":"Tax","type":"liability","cash_flow":"operating","currency":null,"is_control":1,"is_money":0,"closed_on":null}'),
(12, 1, 'account', 12, NULL, '{"id":12,"key":"tax_not_due","code":"2210","name":"Tax not yet due","type":"liability","cash_flow":"operating","currency":null,"is_control":1,"is_money":0,"closed_on":null}'),
(13, 1, 'account', 13, NULL, '{"id":13,"key":"tax_settlement","code":"2220","name":"Tax settlement","type":"liability","cash_flow":"operating","currency":null,"is_control":0,"is_money":0,"closed_on":null}'),
(14, 1, 'account', 14, NULL, '{"id":14,"key":"loans","code":"2500","name":"Loans","type":"liability","cash_flow":"financing","currency":null,"is_control":0,"is_money":0,"closed_on":null}'),
(15, 1, 'account', 15, NULL, '{"id":15,"key":"opening","code":"3000","name":"Opening balances","type":"equity","cash_flow":"financing","currency":null,"is_control":0,"is_money":0,"closed_on":null}'),
(16, 1, 'account', 16, NULL, '{"id":16,"key":"capital","code":"3100","name":"Owner''s capital","type":"equity","cash_flow":"financing","currency":null,"is_control":0,"is_money":0,"closed_on":null}'),
(17, 1, 'account', 17, NULL, '{"id":17,"key":"drawings","code":"3200","name":"Owner''s drawings","type":"equity","cash_flow":"financing","currency":null,"is_control":0,"is_money":0,"closed_on":null}'),
(18, 1, 'account', 18, NULL, '{"id":18,"key":"retained","code":"3900","name":"Retained earnings","type":"equity","cash_flow":"financing","currency":null,"is_control":0,"is_money":0,"closed_on":null}'),
(19, 1, 'account', 19, NULL, '{"id":19,"key":"sales","code":"4000","name":"Sales","type":"income","cash_flow":"operating","currency":null,"is_control":0,"is_money":0,"closed_on":null}'),
(20, 1, 'account', 20, NULL, '{"id":20,"key":"other_income","code":"4900","name":"Other income","type":"income","cash_flow":"operating","currency":null,"is_control":0,"is_money":0,"closed_on":null}'),
(21, 1, 'account', 21, NULL, '{"id":21,"key":"currency_gain","code":"4950","name":"Currency gain","type":"income","cash_flow":"operating","currency":null,"is_control":0,"is_money":0,"closed_on":null}'),
(22, 1, 'account', 22, NULL, '{"id":22,"key":"purchases","code":"5000","name":"Purchases","type":"expense","cash_flow":"operating","currency":null,"is_control":0,"is_money":0,"closed_on":null}'),
(23, 1, 'account', 23, NULL, '{"id":23,"key":"office","code":"6000","name":"Office","type":"expense","cash_flow":"operating","currency":null,"is_control":0,"is_money":0,"closed_on":null}'),
(24, 1, 'account', 24, NULL, '{"id":24,"key":"rent","code":"6100","name":"Rent","type":"expense","cash_flow":"operating","currency":null,"is_control":0,"is_money":0,"closed_on":null}'),
(25, 1, 'account', 25, NULL, '{"id":25,"key":"travel","code":"6200","name":"Travel","type":"expense","cash_flow":"operating","currency":null,"is_control":0,"is_money":0,"closed_on":null}'),
(26, 1, 'account', 26, NULL, '{"id":26,"key":"software","code":"6300","name":"Software","type":"expense","cash_flow":"operating","currency":null,"is_control":0,"is_money":0,"closed_on":null}'),
(27, 1, 'account', 27, NULL, '{"id":27,"key":"marketing","code":"6400","name":"Marketing","type":"expense","cash_flow":"operating","currency":null,"is_control":0,"is_money":0,"closed_on":null}'),
(28, 1, 'account', 28, NULL, '{"id":28,"key":"professional","code":"6500","name":"Professional fees","type":"expense","cash_flow":"operating","currency":null,"is_control":0,"is_money":0,"closed_on":null}'),
(29, 1, 'account', 29, NULL, '{"id":29,"key":"wages","code":"6600","name":"Wages","type":"expense","cash_flow":"operating","currency":null,"is_control":0,"is_money":0,"closed_on":null}'),
(30, 1, 'account', 30, NULL, '{"id":30,"key":"bank_fees","code":"6700","name":"Bank fees","type":"expense","cash_flow":"operating","currency":null,"is_control":0,"is_money":0,"closed_on":null}'),
(31, 1, 'account', 31, NULL, '{"id":31,"key":"bad_debts","code":"6800","name":"Bad debts","type":"expense","cash_flow":"operating","currency":null,"is_control":0,"is_money":0,"closed_on":null}'),
(32, 1, 'account', 32, NULL, '{"id":32,"key":"currency_loss","code":"6850","name":"Currency loss","type":"expense","cash_flow":"operating","currency":null,"is_control":0,"is_money":0,"closed_on":null}'),
(33, 1, 'account', 33, NULL, '{"id":33,"key":"rounding","code":"6900","name":"Rounding","type":"expense","cash_flow":"operating","currency":null,"is_control":0,"is_money":0,"closed_on":null}'),
(34, 1, 'account', 34, NULL, '{"id":34,"key":"other_expense","code":"6990","name":"Other expenses","type":"expense","cash_flow":"operating","currency":null,"is_control":0,"is_money":0,"closed_on":null}'),
(35, 1, 'stage', 1, NULL, '{"id":1,"name":"Lead","name_key":"lead","kind":"open","probability":10,"position":1}'),
(36, 1, 'stage', 2, NULL, '{"id":2,"name":"Qualified","name_key":"qualified","kind":"open","probability":25,"position":2}'),
(37, 1, 'stage', 3, NULL, '{"id":3,"name":"Proposal","name_key":"proposal","kind":"open","probability":50,"position":3}'),
(38, 1, 'stage', 4, NULL, '{"id":4,"name":"Negotiation","name_key":"negotiation","kind":"open","probability":75,"position":4}'),
(39, 1, 'stage', 5, NULL, '{"id":5,"name":"Won","name_key":"won","kind":"won","probability":100,"position":5}'),
(40, 1, 'stage', 6, NULL, '{"id":6,"name":"Lost","name_key":"lost","kind":"lost","probability":0,"position":6}'),
(41, 2, 'tax_code', 1, NULL, '{"id":1,"code":"iva21-irpf15","name":"iva21-irpf15","treatment":"standard","valid_from":null,"valid_to":null,"words":""}'),
(42, 2, 'tax_component', 1, NULL, '{"id":1,"tax_code_id":1,"position":0,"name":"IVA","rate":"21.0","kind":"added","account_id":11,"deductible":"100.0","box":""}'),
(43, 2, 'tax_component', 2, NULL, '{"id":2,"tax_code_id":1,"position":1,"name":"IRPF","rate":"15.0","kind":"withheld","account_id":6,"deductible":"100.0","box":""}'),
(44, 3, 'party', 1, NULL, '{"id":1,"handle":"acme","name":"Acme","name_key":"acme","is_client":1,"is_vendor":0,"legal_name":null,"tax_id":null,"email":null,"phone":null,"website":null,"industry":null,"address":null,"country":null,"currency":null,"terms_days":null,"status":"active","tier":null,"owner":"Ana","source":null,"since_on":null,"note":null,"archived_on":null,"outside_key":null}'),
(45, 4, 'document', 1, NULL, '{"id":1,"kind":"invoice","number":"INV-2026-0001","is_outside":0,"status":"open","party_id":1,"issued_on":"2026-02-01","supplied_on":"2026-02-01","posted_on":"2026-02-01","due_on":"2026-03-03","currency":"EUR","rate":"1","is_tax_included":0,"rounding":"document","discount_percent":null,"discount_minor":0,"net_minor":100000,"tax_minor":21000,"withheld_minor":15000,"total_minor":106000,"total_book_minor":106000,"open_minor":106000,"open_book_minor":106000,"settled_on":null,"voided_on":null,"credits_id":null,"reference":null,"note":null,"seller":"{\"name\": \"\", \"address\": null, \"country\": null, \"tax_id\": null, \"iban\": null}","buyer":"{\"name\": \"Acme\", \"address\": null, \"country\": null, \"tax_id\": null}","is_opening":0,"is_tax_unknown":0,"import_id":null,"entry_id":1,"void_entry_id":null}'),
(46, 4, 'document_line', 1, NULL, '{"id":1,"document_id":1,"position":1,"description":"Work","quantity":"1.0","unit_price":"1000.0","discount_percent":null,"discount_minor":0,"tax_code_id":1,"net_minor":100000,"account_id":19}'),
(47, 4, 'document_tax', 1, NULL, '{"id":1,"document_id":1,"tax_code_id":1,"position":0,"name":"IVA","kind":"added","rate":"21.0","base_minor":100000,"tax_minor":21000,"tax_book_minor":21000,"account_id":11}'),
(48, 4, 'document_tax', 2, NULL, '{"id":2,"document_id":1,"tax_code_id":1,"position":1,"name":"IRPF","kind":"withheld","rate":"15.0","base_minor":100000,"tax_minor":15000,"tax_book_minor":15000,"account_id":6}'),
(49, 4, 'entry', 1, NULL, '{"id":1,"posted_on":"2026-02-01","kind":"invoice","text":"Invoice INV-2026-0001","reverses_id":null,"is_closing":0}'),
(50, 4, 'number_series', 1, NULL, '{"id":1,"kind":"invoice","pattern":"INV-{year}-{seq:4}","year":2026,"next_seq":2,"last_on":"2026-02-01"}'),
(51, 4, 'posting', 1, NULL, '{"id":1,"entry_id":1,"account_id":4,"posted_on":"2026-02-01","amount_minor":106000,"currency":"EUR","foreign_minor":106000,"party_id":1}'),
(52, 4, 'posting', 2, NULL, '{"id":2,"entry_id":1,"account_id":19,"posted_on":"2026-02-01","amount_minor":-100000,"currency":"EUR","foreign_minor":-100000,"party_id":1}'),
(53, 4, 'posting', 3, NULL, '{"id":3,"entry_id":1,"account_id":11,"posted_on":"2026-02-01","amount_minor":-21000,"currency":"EUR","foreign_minor":-21000,"party_id":1}'),
(54, 4, 'posting', 4, NULL, '{"id":4,"entry_id":1,"account_id":6,"posted_on":"2026-02-01","amount_minor":15000,"currency":"EUR","foreign_minor":15000,"party_id":1}'),
(55, 5, 'party', 1, '{"id":1,"handle":"acme","name":"Acme","name_key":"acme","is_client":1,"is_vendor":0,"legal_name":null,"tax_id":null,"email":null,"phone":null,"website":null,"industry":null,"address":null,"country":null,"currency":null,"terms_days":null,"status":"active","tier":null,"owner":"Ana","source":null,"since_on":null,"note":null,"archived_on":null,"outside_key":null}', '{"id":1,"handle":"acme","name":"Acme","name_key":"acme","is_client":1,"is_vendor":0,"legal_name":null,"tax_id":null,"email":null,"phone":null,"website":null,"industry":null,"address":null,"country":null,"currency":null,"terms_days":null,"status":"active","tier":null,"owner":"Luis","source":null,"since_on":null,"note":null,"archived_on":null,"outside_key":null}'),
(56, 6, 'document', 2, NULL, '{"id":2,"kind":"invoice","number":"INV-2026-0002","is_outside":0,"status":"open","party_id":1,"issued_on":"2026-04-10","supplied_on":"2026-04-10","posted_on":"2026-04-10","due_on":"2026-05-10","currency":"EUR","rate":"1","is_tax_included":0,"rounding":"document","discount_percent":null,"discount_minor":0,"net_minor":7000,"tax_minor":0,"withheld_minor":0,"total_minor":7000,"total_book_minor":7000,"open_minor":7000,"open_book_minor":7000,"settled_on":null,"voided_on":null,"credits_id":null,"reference":null,"note":null,"seller":"{\"name\": \"\", \"address\": null, \"country\": null, \"tax_id\": null, \"iban\": null}","buyer":"{\"name\": \"Acme\", \"address\": null, \"country\": null, \"tax_id\": null}","is_opening":0,"is_tax_unknown":0,"import_id":null,"entry_id":2,"void_entry_id":null}'),
(57, 6, 'document_line', 2, NULL, '{"id":2,"document_id":2,"position":1,"description":"Work","quantity":"1.0","unit_price":"70.0","discount_percent":null,"discount_minor":0,"tax_code_id":null,"net_minor":7000,"account_id":19}'),
(58, 6, 'entry', 2, NULL, '{"id":2,"posted_on":"2026-04-10","kind":"invoice","text":"Invoice INV-2026-0002","reverses_id":null,"is_closing":0}'),
(59, 6, 'number_series', 1, '{"id":1,"kind":"invoice","pattern":"INV-{year}-{seq:4}","year":2026,"next_seq":2,"last_on":"2026-02-01"}', '{"id":1,"kind":"invoice","pattern":"INV-{year}-{seq:4}","year":2026,"next_seq":3,"last_on":"2026-04-10"}'),
(60, 6, 'posting', 5, NULL, '{"id":5,"entry_id":2,"account_id":4,"posted_on":"2026-04-10","amount_minor":7000,"currency":"EUR","foreign_minor":7000,"party_id":1}'),
(61, 6, 'posting', 6, NULL, '{"id":6,"entry_id":2,"account_id":19,"posted_on":"2026-04-10","amount_minor":-7000,"currency":"EUR","foreign_minor":-7000,"party_id":1}'),
(62, 7, 'setting', 1, NULL, '{"id":1,"key":"locked_until","value":"2026-03-31"}');
INSERT INTO document (id, kind, number, is_outside, status, party_id, issued_on, supplied_on, posted_on, due_on, currency, rate, is_tax_included, rounding, discount_percent, discount_minor, net_minor, tax_minor, withheld_minor, total_minor, total_book_minor, open_minor, open_book_minor, settled_on, voided_on, credits_id, reference, note, seller, buyer, is_opening, is_tax_unknown, import_id, entry_id, void_entry_id) VALUES
(1, 'invoice', 'INV-2026-0001', 0, 'open', 1, '2026-02-01', '2026-02-01', '2026-02-01', '2026-03-03', 'EUR', '1', 0, 'document', NULL, 0, 100000, 21000, 15000, 106000, 106000, 106000, 106000, NULL, NULL, NULL, NULL, NULL, '{"name": "", "address": null, "country": null, "tax_id": null, "iban": null}', '{"name": "Acme", "address": null, "country": null, "tax_id": null}', 0, 0, NULL, 1, NULL),
(2, 'invoice', 'INV-2026-0002', 0, 'open', 1, '2026-04-10', '2026-04-10', '2026-04-10', '2026-05-10', 'EUR', '1', 0, 'document', NULL, 0, 7000, 0, 0, 7000, 7000, 7000, 7000, NULL, NULL, NULL, NULL, NULL, '{"name": "", "address": null, "country": null, "tax_id": null, "iban": null}', '{"name": "Acme", "address": null, "country": null, "tax_id": null}', 0, 0, NULL, 2, NULL);
INSERT INTO posting (id, entry_id, account_id, posted_on, amount_minor, currency, foreign_minor, party_id) VALUES
(1, 1, 4, '2026-02-01', 106000, 'EUR', 106000, 1),
(2, 1, 19, '2026-02-01', -100000, 'EUR', -100000, 1),
(3, 1, 11, '2026-02-01', -21000, 'EUR', -21000, 1),
(4, 1, 6, '2026-02-01', 15000, 'EUR', 15000, 1),
(5, 2, 4, '2026-04-10', 7000, 'EUR', 7000, 1),
(6, 2, 19, '2026-04-10', -7000, 'EUR', -7000, 1);
INSERT INTO tax_component (id, tax_code_id, position, name, rate, kind, account_id, deductible, box) VALUES
(1, 1, 0, 'IVA', '21.0', 'added', 11, '100.0', ''),
(2, 1, 1, 'IRPF', '15.0', 'withheld', 6, '100.0', '');
INSERT INTO document_line (id, document_id, position, description, quantity, unit_price, discount_percent, discount_minor, tax_code_id, net_minor, account_id) VALUES
(1, 1, 1, 'Work', '1.0', '1000.0', NULL, 0, 1, 100000, 19),
(2, 2, 1, 'Work', '1.0', '70.0', NULL, 0, NULL, 7000, 19);
INSERT INTO document_tax (id, document_id, tax_code_id, position, name, kind, rate, base_minor, tax_minor, tax_book_minor, account_id) VALUES
(1, 1, 1, 0, 'IVA', 'added', '21.0', 100000, 21000, 21000, 11),
(2, 1, 1, 1, 'IRPF', 'withheld', '15.0', 100000, 15000, 15000, 6);
UPDATE head SET book_id = '9ea1226f-52d0-4c55-8626-5f5e1024bb0d', created_at = '2026-11-28T04:19:23.143222+00:00', operations = 7, last_hash = '69f405ec8cf5f14c49f720d846359ac8eddf7b750e189289dafc7a60b6346e3a';
