## Designated callers

calls-support = Support
calls-callers-title = Designated callers
calls-callers-lead = They call the support on behalf of the account, with a code that the agent asks for.
calls-callers-level = Level { $level }: { $most ->
    [0] no designated caller.
    [one] one designated caller.
   *[other] { $most } designated callers.
}
calls-callers-none = No designated caller.
calls-caller = Caller
calls-pin = Code
calls-change = Change
calls-beyond = beyond the level
calls-beyond-text = Your support level has no room for all designated callers: those named after the others cannot call.
calls-name-title = Name a caller
calls-name = Name
calls-name-hint = A mail says where the code is.
calls-phone-number = Number called from
calls-phone-number-hint = The agent is offered the account as soon as the phone rings.
calls-withdraw = Withdraw the code
calls-remove = Remove the caller
calls-caller-leaving = This person cannot be named for now. Choose somebody else.
calls-caller-named = The caller is named: a mail says where the code is.
calls-caller-removed = No longer a designated caller.
calls-pin-withdrawn = The code is worth nothing any more: a mail says where to take another.
calls-saved = Saved.
calls-save = Save
calls-error-phone = This is no telephone number: write it like 04 72 00 00 01, or with the calling code, +49…
calls-refused-not-a-member = Choose a member of the account.
calls-refused-known = This member is a designated caller already.
calls-refused-full = The support level has no room: remove a caller, or ask for another level.
calls-refused-unknown = Choose a designated caller.
calls-panel-named = { $named ->
    [0] None named
    [one] One named
   *[other] { $named } named
} of { $most }.
calls-panel-manage = Manage the callers

## Phone code

calls-pin-title = My phone code
calls-pin-lead = On the phone the agent asks you for it, for calls on behalf of { $name }.
calls-pin-missing = Code not taken yet
calls-pin-ready = Code ready
calls-pin-locked = Code locked
calls-pin-locked-until = Several wrong codes were given on the phone: yours is locked until { $until }. To call before, take another.
calls-pin-take = Show my code
calls-pin-take-another = Take another code
calls-pin-yours = Your code
calls-pin-once = Write it down now: it will not be shown again. The publisher does not know it.
calls-pin-shown-before = This code was shown already. If you did not write it down, take another.

## Phone

calls-phone = Phone
calls-phone-lead = Type what the caller says: number of the account, name, e-mail, telephone.
calls-search = Who is calling?
calls-search-hint = C-1042, Dupont, 04 72…
calls-find = Find
calls-found = Accounts found
calls-account = Account
calls-town = Town
calls-state = State
calls-none-found = No account found.
calls-none-found-text = Ask for the number of the account, the e-mail or another word of the name.
calls-card-title = On the phone: { $name }
calls-may-both = Level { $level }: the designated callers, and other members.
calls-may-designated = Level { $level }: the designated callers only.
calls-may-members = Level { $level }: all members may call.
calls-may-nobody = Level { $level }: no support on the phone.
calls-check = Check the code
calls-check-hint = The digits that the caller tells you.
calls-error-pin = The code has { $digits } digits.
calls-check-right = The code is correct.
calls-check-wrong = { $left ->
    [one] This is not the code. One more attempt.
   *[other] This is not the code. { $left } more attempts.
}
calls-check-locked = The code is locked until { $until }. To call before, the caller takes another in the customer account.
calls-check-none = This caller has not taken a code yet.
calls-check-again = This code was checked already.
calls-cases-open = Open cases
calls-cases-none = No open case.
calls-late = late
calls-machines = Machines
calls-machines-none = No machine registered.
calls-machines-all = All machines

## Log

calls-audit-caller-named = Caller named
calls-audit-caller-removed = Caller removed
calls-audit-pin-taken = Phone code taken
calls-audit-pin-withdrawn = Phone code withdrawn
calls-audit-pin-right = Phone code checked
calls-audit-pin-wrong = Wrong phone code
calls-audit-pin-locked = Phone code locked
calls-audit-phone-set = Caller’s number changed

## Personal data

calls-kept-callers = Where you are a designated caller, the number you call from, and when you named others
calls-kept-callers-why = To know on the phone who calls on behalf of the account. Of the code only a fingerprint is kept.
calls-kept-callers-how-long = As long as you are a designated caller.

## Calls

calls-call = Call
calls-begin = Begin the call
calls-begun = The call begins: the timer is running.
calls-running-since = Since
calls-is-running = Call under way
calls-not-running = No timer: begin the call, or say the minutes. A code checked before the call counts for the one that begins within a quarter of an hour.
calls-elsewhere = You are on the phone for another account
calls-checked = code checked
calls-unchecked = code not checked
calls-approval = Customer’s approval
calls-who-called = Who called?
calls-subject = Subject
calls-subject-hint = The customer reads it with the minutes.
calls-case = Case
calls-case-new = New case
calls-minutes = Real minutes
calls-minutes-hint = Empty: the time of the timer.
calls-covered = Covered: nothing is billed
calls-approved-by = Approved on the phone by
calls-approval-by-caller = Above { $above } to be counted, the caller whose code was checked approves first. A mail confirms it.
calls-approval-by-members = Above { $above } to be counted, the caller, an admin or a contract manager approves first. A mail confirms it.
calls-approver-unchecked = { $name } (code not checked)
calls-end = End and count
calls-estimate-verb = Estimate
calls-approve = Note the approval
calls-drop = Drop the call
calls-dropped = The call is dropped: nothing is counted.
calls-ended = The call has ended.
calls-counted = Time counted: { $billed }. Time left: { $left }.
calls-approved = Approval noted for { $time }: a mail tells the customer.
calls-estimate-title = Estimate
calls-hindrances = The call cannot be counted yet
calls-estimate = Time to be counted: { $billed }. Time left: { $left }; then: { $after }.
calls-overrun-refused = { $time } lacking: the account buys support time first.
calls-overrun-debt = { $time } lacking: a debt, which the next purchase settles.
calls-overrun-invoiced = { $time } lacking, which will be invoiced.
calls-none-left-refused = Nothing can be counted: the account buys support time first.
calls-none-left-debt = What is counted becomes a debt, which the next purchase settles.
calls-none-left-invoiced = What is counted will be invoiced.
calls-time = Support time
calls-time-none = No support time is left
calls-time-more = Details and operations
calls-told-called = Called by { $who }.
calls-told-called-checked = Called by { $who }, code checked.
calls-told-approved = Approved on the phone by { $who } for { $time }, code not checked.
calls-told-approved-checked = Approved on the phone by { $who } for { $time }, code checked.
calls-count-title = Count time
calls-count-text = Time is counted on the page of the phone, for a caller who is entitled.
calls-time-not-offered = The publisher counts no support time.
calls-debt = debt
calls-blocked = blocked
calls-all = All calls
calls-agent = Agent
calls-latest = Latest calls
calls-latest-none = No call.
calls-outcome-counted = counted
calls-outcome-uncounted = not counted
calls-told-counted = Lasted: { $real } · counted: { $billed }
calls-told-uncounted = Lasted: { $real } · not counted
calls-told-dropped = Lasted: { $real } · dropped
calls-outcome-dropped = dropped
calls-forgotten = Forgotten timer
calls-error-minutes = Type a whole number from 1 to { $most }.
calls-error-number = Type a whole number of minutes.
calls-error-case = Choose a case of this account.
calls-error-many-cases = Too many cases were opened today in the name of this member: choose an open one.
calls-refused-not-open = This account is not open.
calls-refused-busy = You are on the phone for { $account } already: end that call first.
calls-refused-begun = A call with this account has begun since: look at the timer that is shown, then try again.
calls-refused-over = The call that this page showed is over: it is among the latest calls. Say minutes for another call only.
calls-refused-not-running = No timer is running for this call: say the minutes, or begin the call.
calls-refused-forgotten = The timer has been running for more than { $time }: say the minutes yourself.
calls-refused-not-entitled = This level lets only designated callers call: check the caller’s code first.
calls-refused-not-approver = The caller whose code was checked approves; where the level lets all members call, an admin or a contract manager may, too.

## Corrections

calls-correction = Correction request
calls-corrections-title = Correction requests
calls-corrections-lead = What you asked for, and what the publisher made of it.
calls-corrections-staff-lead = What customers dispute, the oldest first.
calls-corrections-none = No request.
calls-corrections-waiting = { $n ->
    [0] No request waiting.
    [one] One request waiting.
   *[other] { $n } requests waiting.
}
calls-correction-ask = Ask for a correction
calls-correction-lead = The publisher answers by mail. A correction is a new operation: nothing is erased.
calls-correction-offer = The count seems wrong to you? Say why.
calls-correction-send = Send the request
calls-correction-sent = The request is sent: the answer comes here and by mail.
calls-correction-asked = Correction requested
calls-correction-granted = Correction granted
calls-correction-refused = Correction refused
calls-correction-unknown = There is no such operation.
calls-correction-nothing = This operation counted nothing, or all of it was given back already.
calls-correction-asked-already = A request is waiting for its answer already.
calls-correction-decided = This request has had its answer already.
calls-correction-too-many = You can give back at most { $most }.
calls-operation = Operation
calls-date = Date
calls-real = Real duration
calls-billed = Billed
calls-taken-purchased = Taken from purchased time
calls-taken-promotional = Taken from given time
calls-taken-owed = Owed, as no support time was left
calls-taken-invoiced = To be invoiced
calls-returned = Given back already
calls-reason = Reason
calls-reason-hint = What happened, and how many minutes seem right to you.
calls-asked-at = Asked
calls-answer = Answer
calls-answer-hint = The customer reads it.
calls-decision = Decision
calls-decide-grant = Give minutes back
calls-decide-refuse = Give nothing back
calls-minutes-back = Minutes to give back
calls-minutes-back-hint = Purchased time first, then given time. What was owed or to be invoiced comes back as given time: the debt or the invoice does not change.
calls-decide = Decide
calls-decided = Decided: a mail tells the customer.
calls-error-decision = Choose a decision.

calls-notices = Support on the phone
calls-notice-approved = Somebody approved something on the phone
calls-notice-pin-locked = A caller’s code is locked

calls-audit-approved = Approved on the phone
calls-audit-counted = Call counted
calls-audit-uncounted = Call ended
calls-audit-dropped = Call dropped
calls-audit-correction-asked = Correction asked
calls-audit-correction-granted = Correction granted
calls-audit-correction-refused = Correction refused
calls-audit-minutes = Minutes
calls-audit-case = Case
calls-audit-operation = Operation

calls-kept-calls = Your calls to the support, those that you answered and those of which you approved the cost: when, how long, the subject
calls-kept-calls-why = To account for the support time counted.
calls-kept-calls-how-long = As long as the account exists, then as long as the law allows claims.
calls-kept-calls-after = Calls account for the support time counted: a number stays, which no longer says who you are.
calls-kept-corrections = The corrections that you asked for or decided, and the answers
calls-kept-corrections-why = To answer, and to account for what was given back.
