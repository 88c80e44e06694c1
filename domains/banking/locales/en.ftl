# Statements of the bank.
banking-title = Bank statements
banking-lead = Each transfer that came, and what it seems to pay. Tick, check, record.
banking-drop = Drop a statement
banking-propose = Propose again
banking-proposing = The lines are being compared with the orders again.
banking-no-bank = Your bank account is not set
banking-no-bank-text = Set the IBAN that your customers pay to: without it, nothing is sure.
banking-unfinished = { $files ->
    [one] One statement is not whole
   *[other] { $files } statements are not whole
}
banking-see-imports = See the statements dropped
banking-is-automatic = Transfers whose reference and amount are exact are recorded without confirmation.
banking-sure-lines = { $lines } lines are sure
banking-all-verb = Record all of them
banking-all-title = Record { $lines } lines?
banking-all-text = Each sure line is recorded for the orders proposed, and their credits arrive. Those that are no longer sure wait for your decision.
banking-confirm-all = Record all sure lines
banking-recording = { $lines ->
    [0] No line is sure.
    [one] One line is being recorded.
   *[other] { $lines } lines are being recorded.
}
banking-recording-already = That is asked for already.
banking-state = State
banking-state-open = To decide
banking-state-recorded = Recorded
banking-state-ignored = Ignored
banking-none = No lines
banking-none-text = Drop a statement of your bank: the transfers that came appear here.
banking-lines = Lines
banking-payer = Payer
banking-payer-unknown = Unknown payer
banking-payer-account = Payer’s account
banking-booked-on = Date
banking-amount = Amount
banking-proposal = Proposal
banking-open-line = See and decide
banking-confirm = Record the lines ticked
banking-nothing-ticked = Tick at least one line.
banking-recorded-lines = { $lines ->
    [one] One line is recorded.
   *[other] { $lines } lines are recorded.
}
banking-recorded-some = Lines recorded: { $lines }. To look at again, as their proposal has changed: { $left }.
banking-sure = Sure
banking-likely = Likely
banking-unknown = To decide
banking-not-looked-at = To be compared
banking-taken-back = Taken back by the bank
banking-returned = Your payment, returned
banking-score = { $score } of 100
banking-advance-of = Advance of account
banking-why-reference = exact RF reference
banking-why-end-to-end = number in the payer’s reference
banking-why-reference-in-text = RF reference in the text
banking-why-number = number in the text
banking-why-glued = number badly written in the text
banking-why-name = same name
banking-why-exact = exact amount
banking-why-sum = { $orders ->
    [one] exact amount
   *[other] exact sum of { $orders } orders
}
banking-why-part = { $amount } missing
banking-why-over = { $amount } too much: an advance
banking-why-no-such-amount = no order of this amount: an advance
banking-why-only-amount = the only order of this amount
banking-why-several-fit = several orders fit
banking-why-several-names = several accounts have this name
banking-why-other-sum = the orders named come to another sum
banking-why-several-accounts = orders of several accounts
banking-why-ended = the order no longer takes money: an advance
banking-why-other-account = came to another account than yours
banking-why-taken-back = taken back by the bank
banking-why-perhaps-recorded = perhaps recorded by hand already
banking-rival = Another line to decide is proposed for { $number } too: check both
banking-recorded-receipt = See the receipt recorded by hand
banking-why-returned = a payment of yours, returned
banking-why-nothing = nothing says what for
banking-why-no-longer = the order has changed since: check
banking-line = What the bank says
banking-line-credit = Transfer of { $amount }
banking-line-returned = Returned payment of { $amount }
banking-line-taken-back = { $amount } taken back by the bank
banking-not-own = This bank account is not the one that your orders name: nothing on it is ticked beforehand.
banking-taken-back-text = The credit is taken back on the page of the receipt.
banking-receipt = Receipt
banking-reference = Reference
banking-end-to-end = Payer’s reference
banking-text = Text
banking-file = Statement
banking-decided-by = Decided by
banking-note = Remark
banking-decide = Record
banking-record = Record the receipt
banking-suggestions = Orders and accounts
banking-look = Search
banking-look-hint = Number, reference, amount, name
banking-no-suggestion = Nothing fits. Search for a number, an amount or a name.
banking-see-order = See
banking-otherwise = The customer is unknown
banking-wait-text = The money is recorded, and waits among the receipts to allocate.
banking-wait = Record without allocation
banking-ignore-title = Do not record
banking-ignore-hint = Why: interest, a transfer of your own… You can take this line up again.
banking-ignore = Ignore this line
banking-reopen = Take this line up again
banking-done = It is saved.
banking-for-whom = Give an order or an account.
banking-no-line = There is no such line.
banking-decided = It is decided already: { $state }.
banking-changed = The proposal has changed: check it.
banking-not-money = This line is no money that came.
banking-not-allowed = Whoever asked for it may not do it any more.
banking-void = The receipt of this line is void: take the line up again, then record or ignore it.
banking-panel-see = See the line of the statement
banking-by-itself = Automatic
banking-by-somebody = Somebody
banking-imports-title = Statements dropped
banking-imports-lead = A statement dropped twice, or two that overlap, change nothing.
banking-imports-none = No statement dropped
banking-files = Files of the bank
banking-files-hint = CAMT.053, CAMT.054 or CFONB 120; several at a time if you like.
banking-drop-verb = Drop
banking-demo-file = A statement to try
banking-too-many-files = This file and those after it are not read: drop at most 20 at a time.
banking-no-file = Choose a file.
banking-file-refused = At least one file is refused as a whole.
banking-file-known = This statement is there already: nothing has changed.
banking-file-under-way = The statement is read; its lines are arriving.
banking-file-taken = New lines: { $fresh }. Known already: { $known }.
banking-files-taken = { $files } statements are dropped.
banking-see-import = See this statement
banking-when = When
banking-who = Who
banking-fresh = New
banking-known = Known already
banking-whole = Whole
banking-stopped = Interrupted
banking-stopped-text = Drop the same file again: it goes on where it stopped.
banking-under-way = Under way
banking-reload = Reload the page to follow.
banking-to-decide = Lines to decide
banking-its-lines = Its lines
banking-format = Format
banking-dropped = Dropped by
banking-accounts = Bank accounts
banking-statements = { $statements ->
    [one] one statement
   *[other] { $statements } statements
}
banking-kept = { $lines ->
    [0] no lines
    [one] one line
   *[other] { $lines } lines
}
banking-passed-debits = Debits, not kept
banking-passed-pending = Not booked yet, not kept
banking-passed-foreign = In another currency, not kept
banking-passed-odd = Without a likely amount, not kept
banking-read-at = Line { $line }, column { $column }: { $what }
banking-read-empty = The file is empty.
banking-read-too-large = The file is too large.
banking-read-too-many-lines = The file has too many lines: ask your bank for a shorter period.
banking-read-unknown-format = This is neither a CAMT statement (XML) nor a CFONB 120 statement.
banking-read-encoding = The file is in { $name }; only UTF-8 and ISO-8859-1 are read.
banking-read-not-utf8 = The file is not in UTF-8 as it says.
banking-read-xml = This is not well-formed XML.
banking-read-ends-early = The file is cut before its end.
banking-read-doctype = The file has a document type declaration (DTD), which no statement has.
banking-read-character = The file has a forbidden character.
banking-read-beyond = The file goes beyond what a statement holds.
banking-read-document = This document is not a CAMT.053 or CAMT.054 of the versions 02 to 08.
banking-read-missing = <{ $parent }> has no <{ $element }>.
banking-read-code = <{ $element }> does not know “{ $value }”.
banking-read-record = The record “{ $code }” is none of 01, 04, 05 and 07.
banking-read-record-short = The record is cut.
banking-read-record-order = This record cannot come here: the one before is missing.
banking-read-not-closed = The statement that begins here has no new balance (07).
banking-read-other-account = The record is of account { $found }, the statement of account { $expected }.
banking-read-amount = “{ $value }” is not an amount.
banking-read-no-currency = An amount has no currency.
banking-read-currency = “{ $code }” is not a currency.
banking-read-date = “{ $value }” is not a date.
banking-read-balance = The opening balance and the movements come to { $expected }, the closing balance says { $told }.
banking-audit-imported = Bank statement dropped
banking-audit-automatic = Transfer recorded without confirmation
banking-audit-all-confirmed = All sure lines confirmed
banking-audit-ignored = Line of a statement ignored
banking-audit-reopened = Line of a statement taken up again
banking-order = Purchase order

# What is kept about persons
banking-kept-lines = The lines of bank statements: name and account of the payer, what it is for. Ask us for those that concern you: they are not tied to your login.
banking-kept-lines-why = To find out whose a transfer is.
banking-kept-lines-how-long = Ten years (accounting records, French Commercial Code, art. L123-22).
banking-kept-lines-after = Accounting records stay until then.
