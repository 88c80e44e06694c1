# Credits: balance, history, tariff, API.
credits-tab-balance = Credits
credits-tab-history = History
credits-tab-prices = Tariff

credits-promotional = Promotional credits
credits-purchased = Purchased credits
credits-promotional-short = Promotional
credits-purchased-short = Purchased
credits-total = Balance
credits-unit = { $n ->
    [one] credit
   *[other] credits
}

credits-balance-title = Credits
credits-balance-lead = What you have left, what will be used first and what expires.
credits-expiring = { $amount ->
    [one] { $amount } credit expires on { $date }.
   *[other] { $amount } credits expire on { $date }.
}
credits-expiring-title = Use these soon
credits-threshold = Threshold, in credits
credits-threshold-title = Low-balance threshold
credits-threshold-lead = You are told once when the available balance falls below this threshold. Available now: { $available }.
credits-threshold-hint = A whole number; leave it empty not to be told.
credits-threshold-save = Save the threshold
credits-threshold-saved = The threshold is saved.
credits-threshold-is-low = The threshold is saved. The balance is below it already: you will be told the next time it falls below.
credits-threshold-present = You are told when fewer than { $threshold } credits are left.
credits-threshold-none = You are not told when few credits are left.
credits-threshold-set = Choose the threshold
credits-notices = Credits
credits-notice-low = Balance below your threshold
credits-notice-expiring = Credits that expire in 30 and in 7 days
credits-notice-debt = Credits owed after a payment was taken back
credits-notice-debt-needed = It is about what your account owes.
credits-made-of = { $purchased } purchased, { $promotional } promotional.
credits-top-up = Top up
credits-see-balance = See details
credits-burns-next = Used first:
credits-until = until { $date }
credits-from = from { $date } on
credits-never = Never expires
credits-purchased-note = Paid for
credits-promotional-note = Given to you, used first
credits-none-title = No credits yet
credits-none-text = Your credits will appear here once the publisher has given you some or received your payment.
credits-see-prices = See the tariff
credits-lots-title = What the balance is made of
credits-lots-lead = In the order of use: promotional credits first, then those that expire earliest.
credits-lot-kind = Credits
credits-lot-remaining = Left
credits-lot-amount = Originally
credits-lot-expiry = Expiry
credits-lot-origin = Origin
credits-origin = { $kind } on { $date }
credits-origin-grant = Given on { $date }
credits-next = Used first
credits-debt-title = { $n ->
    [one] You owe { $n } credit
   *[other] You owe { $n } credits
}
credits-debt-note = { $n ->
    [one] Debt: { $n } credit, settled by the next purchase
   *[other] Debt: { $n } credits, settled by the next purchase
}
credits-debt-text = A payment was refunded or disputed after its credits were used. Your next purchase settles this debt first.
credits-debt-settle = Settle with a purchase
credits-blocked = Spending is blocked
credits-blocked-by-staff = The publisher blocked it. Write to its support to know more.
credits-blocked-by-debt = It is allowed again as soon as the debt is settled.
credits-of-which-held = { $held ->
    [one] { $held } of it set aside
   *[other] { $held } of them set aside
}
credits-held-title = Credits set aside
credits-held-lead = Kept for work under way. What is not used becomes available again at the time shown.
credits-held-for = For
credits-held-lease = Use without a connection
credits-held-machine = Machine
credits-held-until = Until
credits-held-since = Set aside on
credits-used-at = Used without a connection on
credits-chart-title = Last twelve months
credits-chart-caption = Credits used and expired by month
credits-chart-promotional = Promotional, used
credits-chart-purchased = Purchased, used
credits-chart-expired = Expired
credits-latest-title = Latest operations
credits-see-history = See the whole history
credits-latest-of = { $what } · { $reference }

credits-time-title = Support time
credits-time-lead = What you have left, what expires and what was used.
credits-time-left = Time left
credits-time-never = No time bought
credits-time-left-is = { $time } left
credits-time-see = See the support time
credits-time-buy = Buy support time
credits-time-all-companies = For all companies of the account
credits-time-none = No support time at the moment
credits-time-none-text = The time that you buy appears here as soon as your payment has reached us.
credits-time-debt = Debt: { $n }
credits-time-debt-text = More time was used than there was, or its payment was taken back. Your next purchase of support time settles this debt first.
credits-time-blocked = Support time cannot be used
credits-time-expiring = { $amount } expire on { $date }.
credits-time-column = Time
credits-time-minutes = Minutes
credits-time-subject = Subject
credits-time-given = Given
credits-time-bought = Bought
credits-time-history-title = History of support time
credits-time-history-lead = Each time our support worked for you, and all that moved your support time.
credits-time-statement-title = Signed statement of support time
credits-time-paper-title = Signed statement of support time of account { $account }
credits-notice-time-expiring = Support time that expires in 30 and in 7 days
credits-notice-time-debt = Support time overdrawn
credits-audit-minutes = Minutes
credits-audit-time-granted = Support time given
credits-audit-time-paid = Payment for support time recorded
credits-audit-time-corrected = Operation of support time corrected
credits-audit-time-taken-back = Support time taken back
credits-audit-time-settled = Debt of support time settled
credits-audit-time-given-again = Support time given again
credits-audit-time-blocked = Support time blocked
credits-audit-time-unblocked = Support time unblocked
credits-event-time-changed = Support time moved
credits-event-time-expiring = Support time that expires soon
credits-yes = Yes
credits-no = No
credits-counted-title = How your time is counted
credits-counted-step = The time counted is rounded up to a multiple of { $time }.
credits-counted-least = Each time counts for { $time } at least.
credits-counted-free = The first { $time } are free.
credits-counted-approval = Above { $time } we ask for your approval first.
credits-rule-lead = How the real time of the support becomes the time that is counted. The rule holds for what is entered from now on.
credits-rule-offered = Count support time
credits-rule-step = Step, in minutes
credits-rule-step-hint = The time counted is rounded up to a multiple of it.
credits-rule-least = Minimum, in minutes
credits-rule-least-hint = As soon as anything is counted.
credits-rule-free = Free minutes at the beginning
credits-rule-free-hint = Only what is beyond them is counted.
credits-rule-approval = Customer’s approval above, in minutes
credits-rule-approval-hint = Leave it empty never to ask.
credits-rule-covered = What is counted
credits-rule-covered-fr = What is counted, in French
credits-rule-covered-en = What is counted, in English
credits-rule-covered-hint = Your customers read it on the page of their support time.
credits-rule-overrun = When too little time is left
credits-rule-refused = Refuse the entry
credits-rule-debt = Leave a debt, settled by the next purchase
credits-rule-invoiced = Note what is missing, to be invoiced
credits-rule-choose = Choose an answer.
credits-rule-save = Save the rule
credits-rule-saved = The rule is saved.
credits-rule-examples = Examples with the rule that is saved
credits-burn-case = Case
credits-burn-is-covered = covered
credits-burn-real = Real time
credits-burn-billed = Time counted
credits-burn-invoiced = To be invoiced, in minutes
credits-burn-not-offered = Support time is not counted: the rule says so.
credits-burn-not-open = This account is not open.
credits-burn-seconds = Enter { $most } at most at once.
credits-burn-short = { $billed } would be counted, { $left } are left. The customer buys time first.
credits-burn-needs-approval = { $billed } would be counted: above { $above } the customer approves first.
credits-audit-time-burnt = Support time used
credits-audit-rule-set = Rule of support time set
credits-audit-seconds = Real time, in seconds

credits-history-title = History
credits-history-lead = What was produced, by whom, and every movement of the account’s credits.
credits-history-own = What you produced with the account’s credits.
credits-history-caption = Operations, newest first
credits-no-history-title = No operations yet
credits-no-history-text = Each use of a feature and each movement of credits will appear here.
credits-nothing-found-title = No operation matches
credits-nothing-found-text = Widen the dates or remove a filter.
credits-search-goes-on = Nothing among the most recent operations. Go on to search further back.
credits-show-all = Show all operations
credits-search = Search
credits-search-hint = Reference or feature
credits-column-id = Operation
credits-column-date = Date
credits-column-what = What was produced
credits-column-kind = Kind
credits-column-feature = Feature
credits-all-features = All
credits-column-quantity = Quantity
credits-column-reference = Reference
credits-column-who = By
credits-column-reason = Reason
credits-column-amount = Credits
credits-column-promotional = of which promotional
credits-column-purchased = of which purchased
credits-column-after = Balance after
credits-kind-usage = Use
credits-kind-grant = Given
credits-kind-purchase = Purchase
credits-kind-expiry = Expiry
credits-kind-correction = Correction
credits-kind-reclaim = Taken back
credits-kind-settlement = Debt settled
credits-kind-restitution = Given again
credits-by-somebody = Former member
credits-by-publisher = The publisher
credits-by-key = API key { $key }
credits-by-itself = Automatic

credits-operation-title = Operation No. { $number }
credits-at-price = at { $price ->
    [one] { $price } credit
   *[other] { $price } credits
} each
credits-through = API key
credits-corrects = About
credits-corrections-title = Related operations
credits-owed = Debt
credits-parts-title = Lots concerned
credits-payment-title = Payment received
credits-payment-means = Means
credits-payment-reference = Reference
credits-payment-amount = Amount
credits-payment-date = Received on
credits-means-transfer = Bank transfer
credits-means-card = Card
credits-means-paypal = PayPal
credits-means-cheque = Cheque

credits-trace-title = What became of these credits
credits-trace-lead = The operations that drew on these credits, oldest first.
credits-trace-order = Purchase order
credits-trace-caption = Operations that drew on these credits
credits-trace-none = Nothing has been taken from them yet
credits-trace-goes-on = Nothing among the operations looked through. Go on to search further.

credits-statement-title = Signed statement
credits-statement-lead = All operations of the account, or those of a period, signed by the publisher. Anybody can verify the file without a connection: one changed character shows.
credits-statement-turned-round = The first day is after the last: this statement is empty. Swap the two dates.
credits-statement-content = What the statement contains
credits-statement-operations = Operations
credits-statement-before = Balance before
credits-statement-after = Balance after
credits-statement-publisher = Signed by
credits-statement-file = Download the statement
credits-statement-paper = Printable version
credits-statement-verify = Verify a statement
credits-statement-verify-text = The program guichet-client reads each operation again, adds up the balances and checks the signature, without a connection. Ask our support for it if it is not on your machine yet; the description of the statement is public, and other programs can do the same.
credits-statement-key = The publisher’s public key
credits-statement-command = Command
credits-statement-key-text = Others find the same key at the public address
credits-paper-title = Signed statement of account { $account }
credits-print = Print
credits-paper-signature = Signature
credits-paper-text = The file of this statement, downloaded from this page, bears this digest and this signature (Ed25519).
credits-paper-digest = Digest
credits-paper-too-long = Too many operations for paper
credits-paper-too-long-text = The printable version contains 1,000 operations at most. Choose a shorter period, or download the statement.

credits-prices-title = Tariff
credits-prices-lead = What the use of each feature costs, in credits.
credits-no-prices-title = No tariff published
credits-no-prices-text = The publisher has not set the price of its features yet.
credits-price = Credits per use
credits-free = Free
credits-valid = Validity
credits-in-force = In force
credits-coming = Coming
credits-conditions-title = Price conditions
credits-order-at = To top up, write to

credits-input-missing = Fill in this field.
credits-input-too-long = At most { $max } characters.
credits-input-character = This field holds a character that has no place here.
credits-input-not-whole = Enter a whole number.
credits-input-moment = Enter a date and time of this century.
credits-input-range = Enter a number from { $min } to { $max }.

credits-refused-short = { $missing ->
    [one] { $missing } credit is missing.
   *[other] { $missing } credits are missing.
}
credits-refused-unknown-feature = The tariff has no price for this feature.
credits-refused-not-a-member = This address belongs to no member of the account.
credits-refused-key-reused = This request was made before with another content.
credits-refused-suspended = The account is suspended: it cannot use credits.
credits-refused-blocked = Spending is blocked for this account.
credits-refused-too-much = This amount is more than an account can hold.
credits-refused-expired = The expiry date must be in the future.
credits-refused-nothing = The amount cannot be nothing.
credits-refused-below-zero = The balance cannot fall below zero: { $available ->
    [one] { $available } credit is left.
   *[other] { $available } credits are left.
}
credits-refused-payment-known = This payment is recorded already, for account { $account }.
credits-refused-no-such-operation = The account has no operation with this number.
credits-refused-not-taken = Only what was taken can come back, and only what came can go back: at most { $most }.
credits-refused-overlap = Another price of this feature holds at these dates, from { $from } on.
credits-refused-ends-before = The end must come after the beginning.
credits-refused-no-such-price = This price is no longer in force.

credits-audit-granted = Promotional credits given
credits-audit-paid = Payment recorded
credits-audit-corrected = Operation corrected
credits-audit-taken-back = Credits taken back
credits-audit-settled = Debt settled
credits-audit-given-again = Credits given again
credits-audit-blocked = Spending blocked
credits-audit-unblocked = Spending allowed again
credits-audit-price-set = Price set
credits-audit-price-ended = End of a price set
credits-audit-price-withdrawn = Coming price withdrawn
credits-audit-operation = Operation No.
credits-audit-amount = Credits
credits-audit-reason = Reason
credits-audit-expiry = Expiry
credits-audit-payment = Reference of the payment
credits-audit-money = Amount received
credits-audit-corrects = Corrects operation No.
credits-audit-owed = Debt
credits-audit-feature = Feature
credits-audit-label = Name
credits-audit-price = Price
credits-audit-from = From
credits-audit-until = Until
credits-audit-threshold-set = Low-balance threshold chosen

credits-api-title = { $publisher } API
credits-api-lead = For applications that use an account’s credits.
credits-api-document = OpenAPI document
credits-api-lang = en
credits-api-endpoints = Endpoints
credits-api-scope = Scopes of the key:
credits-api-parameters = Parameters
credits-api-parameter = Parameter
credits-api-field = Field
credits-api-kind = Kind
credits-api-meaning = Meaning
credits-api-body = Body of the request:
credits-api-answers = Answers
credits-api-status = Status
credits-api-content = Content
credits-api-schemas = Objects
credits-api-problems = Problems
credits-api-problems-lead = Each error is an RFC 9457 document of one of these types.

## Webhooks

credits-event-granted = Credits given
credits-event-purchased = Credits bought
credits-event-corrected = Operation corrected
credits-event-taken-back = Credits taken back
credits-event-debt-settled = Debt settled
credits-event-given-again = Credits given again
credits-event-expired = Credits expired
credits-event-low = Balance below the account’s threshold
credits-event-expiring = Credits that expire soon

# What is kept about persons
credits-kept-operations = The operations of credits made by you or for you: date, feature, quantity, reference.
credits-kept-operations-why = To keep the balance of the account and to be able to prove it.
credits-kept-operations-how-long = Ten years (accounting records, French Commercial Code, art. L123-22).
credits-kept-operations-after = The ledger stays whole, as the law wants; it holds only a number, which no longer names you.
credits-kept-burns = As an agent: the support time that you entered, with its subject and case.
credits-kept-burns-why = To tell the customer who worked, and for how long.
credits-kept-holds = The credits set aside by you or for you, and the machine that asked for them.
credits-kept-holds-why = To set aside what a piece of work will cost.
