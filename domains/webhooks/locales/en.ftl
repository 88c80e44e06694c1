## Addresses

webhooks-title = Webhooks
webhooks-lead = Your own programs hear what happens as soon as it happens: credits, accounts, orders.
webhooks-none = No address yet
webhooks-none-text = Register the address of a program that will receive events, signed, in JSON.
webhooks-add = Add an address
webhooks-add-lead = Each call is signed. The secret that proves it is shown once, right after this.
webhooks-add-verb = Add
webhooks-endpoint = Address
webhooks-url = Address of the program
webhooks-url-hint = By https, on the public internet, without a secret: the calls are signed. Example: https://tools.example.com/guichet
webhooks-url-malformed = This is not a valid address. Example: https://tools.example.com/guichet
webhooks-url-not-https = The address begins with https://, so that nobody reads the calls on their way.
webhooks-url-password = The address holds neither a name nor a password: the calls are signed.
webhooks-url-port = Port { $port } is not that of a web site.
webhooks-url-inside = This address is not on the public internet.
webhooks-description = Description
webhooks-description-hint = What this program is for.
webhooks-description-long = 120 characters at most.
webhooks-kinds = Events
webhooks-kinds-all = All events
webhooks-kinds-all-hint = Those of later versions too.
webhooks-kinds-missing = Choose at least one event.
webhooks-save = Save
webhooks-saved = The address is saved.
webhooks-state = State
webhooks-in-use = In use
webhooks-failing = Failing
webhooks-disabled-staff = Out of use
webhooks-disabled-gone = Out of use: gone (410)
webhooks-disabled-failing = Out of use: failures for three days
webhooks-last-success = Last success
webhooks-last-failure = Last failure
webhooks-never = never
webhooks-reason = Reason

## Secrets

webhooks-secret = Signing secret
webhooks-secret-once = Copy this secret now
webhooks-secret-once-text = It will not be shown again. Your program uses it to verify that calls come from here.
webhooks-secret-replaced = For 24 hours, calls are signed with the old secret too.
webhooks-secret-kept = I have copied it
webhooks-secret-shown-once = The secret is shown once. If you did not copy it, change it.
webhooks-overlap = Old secret valid until
webhooks-rotate = Change the secret
webhooks-rotate-title = Change the secret?
webhooks-rotate-text = { $url } gets a new secret. For 24 hours calls are signed with both; changed twice, the oldest ends at once.

## Actions

webhooks-test = Send a test
webhooks-was-tested = The test is on its way. Load this page again in some seconds to see the answer.
webhooks-disable = Take out of use
webhooks-was-disabled = The address is out of use: nothing is sent to it any more.
webhooks-enable = Put back into use
webhooks-was-enabled = The address is in use again.
webhooks-remove = Remove
webhooks-remove-title = Remove this address?
webhooks-remove-text = { $url } will receive nothing more, and what waits for it is cancelled. The log of its deliveries is kept for 30 days.
webhooks-was-removed = The address is removed.
webhooks-refused-unknown = This address is gone.
webhooks-refused-taken = This address is registered already: choose its events on its own page.
webhooks-refused-too-many = { $most } addresses at most. Remove one first.
webhooks-refused-out-of-use = The address is out of use. Put it back into use first.

## Log

webhooks-log = Log of deliveries
webhooks-log-lead = What was sent in the last 30 days, and what was answered.
webhooks-log-none = No deliveries
webhooks-log-none-text = Nothing was sent, or nothing that fits this filter.
webhooks-kind = Event
webhooks-kind-test = Test
webhooks-at = Date
webhooks-attempts = Attempts
webhooks-last-answer = Last answer
webhooks-state-waiting = Waiting
webhooks-state-delivered = Delivered
webhooks-state-given-up = Given up
webhooks-state-cancelled = Cancelled
webhooks-delivery = Delivery
webhooks-account = Account
webhooks-next = Next attempt
webhooks-request = Request sent
webhooks-not-tried = Not tried yet.
webhooks-number = No.
webhooks-outcome = Outcome
webhooks-answered = Answer { $status }
webhooks-no-answer = No answer
webhooks-duration = Duration
webhooks-milliseconds = { $n } ms
webhooks-answer = Beginning of the answer
webhooks-replay = Send again
webhooks-was-replayed = It is sent again. Load this page again in some seconds to see the answer.
webhooks-refused-no-delivery = This delivery is no longer in the log.
webhooks-refused-waiting = This delivery waits for its next attempt already.

## Log of the publisher

webhooks-audit-registered = Webhook added
webhooks-audit-changed = Webhook changed
webhooks-audit-rotated = Secret of a webhook changed
webhooks-audit-disabled = Webhook taken out of use
webhooks-audit-enabled = Webhook put back into use
webhooks-audit-removed = Webhook removed
webhooks-audit-tested = Test of a webhook sent
webhooks-audit-replayed = Delivery of a webhook made again
