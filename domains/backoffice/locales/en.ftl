# Words of many pages
backoffice-account = Account
backoffice-actions = Actions
backoffice-state = Status
backoffice-reason = Reason
backoffice-reason-read = The members of the account read it.
backoffice-reason-mailed = It is part of the e-mail to the customer.
backoffice-person = Person
backoffice-person-unknown = Unknown person
backoffice-member = Member
backoffice-email = E-mail
backoffice-all-features = All
backoffice-feature = Feature
backoffice-reference = Reference
backoffice-list = { $list }, { $word }
backoffice-by-staff = { $name } (staff)
backoffice-by-key = key { $key }…
backoffice-by-machine = machine “{ $name }”
backoffice-by-system = Automatic
backoffice-by-visitor = visitor
backoffice-day-missing = Enter a date.
backoffice-day-malformed = Enter a valid date, for example 2026-12-31.
backoffice-account-not-open = This account is not open: its credits could not be used.
backoffice-mail-preview = See the e-mail with this reason
backoffice-mail = The e-mail that goes out
backoffice-account-parts = Parts of the page
backoffice-invitation-expired = Expired

# Home
backoffice-tab-sign-ups = Sign-ups
backoffice-tab-home = Home
backoffice-home-title = To do
backoffice-home-lead = What waits, and what was just decided.
backoffice-home-sign-ups = Sign-ups
backoffice-home-oldest = The oldest: { $age }
backoffice-home-no-sign-up = No sign-up is waiting
backoffice-home-answers = Answers owed to customers
backoffice-home-answers-first = The first by { $at }
backoffice-home-answers-late = Late: { $age }
backoffice-home-answers-more = (and more)
backoffice-home-answers-unpromised = No time is promised
backoffice-home-answers-none = All have their answer
backoffice-home-corrections = Correction requests
backoffice-home-corrections-oldest = The oldest: { $age }
backoffice-home-corrections-none = No correction requested
backoffice-home-bank = Bank lines to decide
backoffice-home-bank-see = See and decide
backoffice-home-bank-none = All is decided
backoffice-home-paypal = PayPal payments to look at
backoffice-home-paypal-see = See these payments
backoffice-home-paypal-more = See these payments, and more
backoffice-home-paypal-none = Nothing unusual
backoffice-home-expiring = Accounts with credits about to expire
backoffice-home-expiring-note = Within 30 days
backoffice-home-expiring-title = Next to expire
backoffice-home-no-expiry = No credit expires within 30 days
backoffice-home-jobs = Jobs given up
backoffice-home-jobs-see = See and retry
backoffice-home-jobs-none = All went well
backoffice-home-decisions = Latest decisions
backoffice-home-no-decision = No decision yet
backoffice-set-up = To set before customers come
backoffice-set-up-identity = Who the publisher is, on every page and mail
backoffice-set-up-terms = The terms of use, which each account accepts
backoffice-set-up-tariff = The tariff: what each feature costs
backoffice-set-up-prices = The page of prices, beside the tariff
backoffice-home-tariff = See and change the tariff of the features
backoffice-decided-at = Decided

# Accounts
backoffice-accounts-title = Accounts
backoffice-accounts-search = Search
backoffice-accounts-search-hint = Number, name, e-mail, SIREN
backoffice-accounts-none = No account matches
backoffice-accounts-none-text = Try the number, the beginning of the name, a whole address or the SIREN.
backoffice-accounts-all = All accounts
backoffice-accounts-details = Details of the chosen account
backoffice-accounts-preview = Preview of { $account }
backoffice-accounts-open = Open the account
backoffice-town = Town
backoffice-siren = SIREN
backoffice-registration = SIREN or foreign number
backoffice-address = Address
backoffice-on-the-phone = You are on the phone
backoffice-phone-running = Call under way
backoffice-phone-go = Go to the page of the phone
backoffice-phone = Telephone
backoffice-administration-email = Administration e-mail
backoffice-members = Members
backoffice-members-none = Nobody has joined this account yet
backoffice-since = Created
backoffice-balance = Balance
backoffice-balance-next = Used first:
backoffice-balance-held = { $n ->
    [one] { $n } of it set aside
   *[other] { $n } of them set aside
}
backoffice-balance-expires = until { $date }
backoffice-credits = credits
backoffice-account-title = { $account } – { $name }
backoffice-account-decided = since { $when }
backoffice-company = Company
backoffice-company-correct = Correct
backoffice-company-name = Registered name
backoffice-vat-number = VAT number
backoffice-ape = APE code
backoffice-contact = Contact and billing
backoffice-billing-email = Billing e-mail
backoffice-billing-contact = Billing department
backoffice-billing-reference = Reference to put on invoices
backoffice-applicant = Signed up by
backoffice-lots = Lots of credits
backoffice-lots-none = No credit left
backoffice-lot-kind = Kind
backoffice-lot-left = Left
backoffice-lot-expires = Expires
backoffice-lot-never = Never
backoffice-lot-origin = Lot and origin
backoffice-terms = Terms accepted
backoffice-terms-none = No acceptance on record
backoffice-terms-version = Version
backoffice-terms-by = By
backoffice-terms-at = On
backoffice-roles = Roles
backoffice-joined = Member since
backoffice-invitations = Invitations
backoffice-invitation-sent = Sent
backoffice-invitation-expires = Expires
backoffice-keys = API keys
backoffice-keys-none = No key in use
backoffice-key = Key
backoffice-key-scopes = Scopes
backoffice-key-used = Last used
backoffice-key-never = Never
backoffice-key-created = Created
backoffice-key-revoke = Revoke
backoffice-key-revoked = Revoked on { $when }
backoffice-revoke-title = Revoke the key { $key }…?
backoffice-revoke-explanation = The application that uses the key “{ $name }” will be refused from its next request on. A revoked key cannot be put back in use.
backoffice-revoked = Key revoked.

# Decisions
backoffice-sign-ups-title = Sign-ups
backoffice-sign-ups-lead =
    { $n ->
        [0] No sign-up is waiting
        [one] { $n } sign-up is waiting, the oldest first
       *[other] { $n } sign-ups are waiting, the oldest first
    }
backoffice-sign-ups-none = No sign-up is waiting
backoffice-sign-ups-none-text = New ones arrive here as soon as their address is confirmed.
backoffice-sign-ups-decide = Look at the sign-up
backoffice-applied = Applied
backoffice-duplicates = Possible duplicates
backoffice-duplicates-none = No account resembles this one.
backoffice-accept-title = Accept { $name }?
backoffice-accept-explanation = The account opens at once. An e-mail tells { $email }.
backoffice-accept-verb = Accept
backoffice-accepted = Account opened: { $name }.
backoffice-refuse-title = Refuse { $name }?
backoffice-refuse-explanation = An e-mail tells { $email }, with your reason word for word. A refusal can be taken back.
backoffice-refuse-verb = Refuse
backoffice-refused = Sign-up refused: { $name }.
backoffice-reopen-title = Take the refusal of { $name } back?
backoffice-reopen-explanation = The sign-up goes back into the queue. No e-mail is sent.
backoffice-reopen-verb = Take the refusal back
backoffice-reopened = Sign-up waiting again: { $name }.
backoffice-suspend-title = Suspend { $name }?
backoffice-suspend-explanation = Its members will be able to read and export, but not to spend. An e-mail tells them, with your reason word for word.
backoffice-suspend-verb = Suspend
backoffice-suspended = Account suspended: { $name }.
backoffice-reactivate-title = Reactivate { $name }?
backoffice-reactivate-explanation = The account will be able to use its credits again. An e-mail says so.
backoffice-restore-verb = Bring the account back
backoffice-reactivate-verb = Reactivate
backoffice-reactivated = Account reactivated: { $name }.

# Credits
backoffice-operation = Operation
backoffice-operation-title = Operation { $operation }
backoffice-operation-at = Date
backoffice-operation-what = Production
backoffice-operation-kind = Kind
backoffice-operation-who = By
backoffice-operation-amount = Credits
backoffice-operation-after = Balance after
backoffice-operation-price = { $n ->
        [one] { $n } credit each
       *[other] { $n } credits each
    }
backoffice-operation-used-at = Used without a connection on
backoffice-operation-held = Set aside on
backoffice-operation-corrects = About
backoffice-operation-lots = Lots concerned
backoffice-operation-free = A free operation: no lot is concerned.
backoffice-lot-title = What became of these credits
backoffice-operation-corrections = Related operations
backoffice-operations-title = History
backoffice-operations-of = History of { $account }
backoffice-operations-latest = Latest operations
backoffice-operations-all = The whole history
backoffice-operations-none = No operation yet
backoffice-operations-none-found = No operation matches
backoffice-operations-search = Reference or feature
backoffice-grant-title = Grant credits
backoffice-grant-lead = Promotional credits, used before purchased ones. The members of the account see the operation and its reason.
backoffice-grant-amount = Number of credits
backoffice-grant-expires-on = Valid until
backoffice-expires-on-hint = That day included. Empty: no limit.
backoffice-block-verb = Block spending
backoffice-unblock-verb = Allow spending
backoffice-block-explanation = No credit of this account can be used or held any more. What is held already can still be used.
backoffice-unblock-explanation = The credits of this account can be used again.
backoffice-unblock-debt-explanation = The credits of this account can be used again, although it is in debt.
backoffice-spending-reason-hint = It is kept in the log.
backoffice-blocked = Spending is blocked.
backoffice-unblocked = Spending is allowed again.
backoffice-standing-debt = This account is in debt
backoffice-standing-blocked = Spending is blocked
backoffice-standing-blocked-by-debt = Spending is blocked by a debt
backoffice-debt = { $n ->
    [one] Debt: { $n } credit, settled by the next purchase
   *[other] Debt: { $n } credits, settled by the next purchase
}
backoffice-grant-verb = Grant credits
backoffice-granted =
    { $n ->
        [one] { $n } credit granted.
       *[other] { $n } credits granted.
    }
backoffice-payment = Payment
backoffice-payment-title = Record a payment received
backoffice-payment-lead = Do so once the money has come in: this is what makes purchased credits. The same reference is recorded only once.
backoffice-payment-means = Means of payment
backoffice-payment-means-missing = Choose the means of payment.
backoffice-payment-reference = Reference of the payment
backoffice-payment-reference-hint = The bank’s or the provider’s own, as it stands on the statement.
backoffice-payment-received-on = Received on
backoffice-payment-in-future = This date has not come yet.
backoffice-payment-amount = Amount
backoffice-payment-amount-eur = Amount in euros
backoffice-payment-amount-malformed = Enter an amount in euros, for example 1250.50.
backoffice-payment-credits = Credits purchased
backoffice-payment-expires-on = Valid until
backoffice-payment-verb = Record a payment
backoffice-payment-recorded =
    { $n ->
        [one] Payment recorded: { $n } credit added.
       *[other] Payment recorded: { $n } credits added.
    }
backoffice-correct-title = Correct an operation
backoffice-correct-lead = The operation stays as it is; a new one puts it right, with your reason. The form suggests what undoes it.
backoffice-correct-direction = Direction of the correction
backoffice-correct-direction-missing = Say whether credits are added or taken.
backoffice-correct-in = Add credits
backoffice-correct-out = Take credits
backoffice-correct-kind = Kind of the credits added
backoffice-correct-kind-hint = Credits taken go in the order of use.
backoffice-correct-kind-missing = Choose the kind of the credits added.
backoffice-correct-verb = Correct
backoffice-corrected = Correction recorded.

# Tariff
backoffice-tariff-title = Tariff
backoffice-tariff-lead = What a use of a feature costs, in credits.
backoffice-tariff-current = In force and coming
backoffice-tariff-past = Past
backoffice-tariff-none = No price
backoffice-tariff-none-text = A feature without a price in force cannot be charged at the tariff.
backoffice-price = Credits
backoffice-price-coming = Coming
backoffice-price-in-force = In force
backoffice-price-ended = Past
backoffice-price-from = From
backoffice-price-until = End
backoffice-price-no-end = Until further notice
backoffice-price-add = Add a price
backoffice-price-title = New price
backoffice-price-lead = If there is one already without an end, it stops where this one begins.
backoffice-price-added = Price recorded for { $feature }.
backoffice-price-credits = Credits per use
backoffice-price-hint = 0 for a free feature.
backoffice-feature-hint = The name that the application gives: lower-case letters, digits, dots, dashes; for example plan.render.
backoffice-price-label-fr = Name in French
backoffice-price-label-en = Name in English
backoffice-price-label-missing = Enter the name of the feature.
backoffice-price-label-too-long = At most 100 characters, on one line.
backoffice-price-from-day = From
backoffice-price-from-hint = Empty: from now on.
backoffice-price-until-day = Until
backoffice-price-until-hint = That day included. Empty: until further notice.
backoffice-price-end = End
backoffice-price-end-title = End the price of { $feature }?
backoffice-price-end-explanation = After its end the tariff no longer charges the feature, until a new price is added.
backoffice-price-end-coming = This price is not in force yet. If it were to end before it begins, it is withdrawn.
backoffice-price-last-day = Last day
backoffice-price-last-day-hint = Empty: now.
backoffice-price-end-done = End recorded.

# People
backoffice-people-title = People
backoffice-people-search = Name or e-mail
backoffice-people-type = Look for a person by name or address
backoffice-people-none = Nobody matches
backoffice-people-none-text = Try the beginning of the name, or the whole address.
backoffice-person-accounts = Accounts
backoffice-person-no-account = Member of no account
backoffice-first-name = First name
backoffice-surname = Surname
backoffice-language = Language
backoffice-time-zone = Time zone
backoffice-login = Login
backoffice-login-in-use = Open
backoffice-login-disabled = Closed
backoffice-login-second-factor = Two-step sign-in
backoffice-login-password = Password only
backoffice-login-closed-at = Closed on
backoffice-login-confirmed = Address confirmed
backoffice-login-not-confirmed = Not yet
backoffice-login-of-staff = Only an owner looks after the logins of the staff.
backoffice-login-oneself = You cannot close your own login.
backoffice-end-sessions = End the sessions
backoffice-end-sessions-title = End the sessions of { $name }?
backoffice-end-sessions-explanation = This person will have to sign in again everywhere. The password does not change.
backoffice-end-sessions-done = Sessions ended.
backoffice-close-login = Close the login
backoffice-close-login-title = Close the login of { $name }?
backoffice-close-login-explanation = This person will no longer be able to sign in, to any account. The operations stay in the history. The login can be opened again.
backoffice-close-login-done = Login closed.
backoffice-open-login = Open the login again
backoffice-open-login-title = Open the login of { $name } again?
backoffice-open-login-explanation = This person will be able to sign in again, with the same password.
backoffice-open-login-done = Login open again.

# Team
backoffice-team-title = Staff
backoffice-team-lead = Who works in the back office, and with which permissions.
backoffice-permissions = Permissions
backoffice-permissions-none = Choose at least one permission.
backoffice-permissions-unknown = Choose among the permissions offered.
backoffice-permission-support = See accounts, people, operations and the log.
backoffice-permission-customer-service = Decide on sign-ups, suspend, look after logins and keys.
backoffice-permission-billing = Grant credits, record payments, correct operations.
backoffice-permission-catalogue = Tariff, terms and price conditions.
backoffice-permission-owner = Everything, and the permissions of the other staff.
backoffice-team-invite = Add a colleague
backoffice-team-invite-title = New colleague
backoffice-team-invite-lead = Who has no login gets a link to choose a password. Who has one keeps name and password.
backoffice-team-invited = { $name } is now part of the staff.
backoffice-team-change = Change
backoffice-team-permissions-title = Permissions of { $name }
backoffice-team-permissions-lead = Without any permission this person no longer enters the back office.
backoffice-team-permissions-saved = Permissions saved.
backoffice-team-save = Save

# Log
backoffice-log = Log
backoffice-log-lead = What was changed, by whom, before and after.
backoffice-log-all = The whole log
backoffice-log-none = Nothing was changed yet
backoffice-log-none-found = No line matches
backoffice-log-at = Date
backoffice-log-what = Action
backoffice-log-who = By
backoffice-log-who-hint = Name or e-mail
backoffice-log-by = Kind of author
backoffice-log-changes = Before → after
backoffice-log-nothing = nothing
backoffice-author-person = Customer
backoffice-author-staff = Staff
backoffice-author-key = API key
backoffice-author-machine = Machine
backoffice-audit-job-retried = Job tried again
backoffice-audit-job = Job

# Jobs
backoffice-jobs-title = Jobs
backoffice-jobs-lead = What the program tried several times and then gave up.
backoffice-jobs-none = No job was given up
backoffice-jobs-none-text = Mails, expiries and housekeeping take their course.
backoffice-jobs-kind = Job
backoffice-jobs-error = Last error
backoffice-jobs-tries = Tries
backoffice-jobs-dead-at = Given up
backoffice-jobs-retry = Retry
backoffice-jobs-retried = The job is being tried again.
backoffice-jobs-not-dead = This job is no longer given up: somebody has retried it already.
