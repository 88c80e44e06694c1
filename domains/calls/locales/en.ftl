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
calls-phone-number-hint = The agent finds the account as soon as the phone rings.
calls-withdraw = Withdraw the code
calls-remove = Remove the caller
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
calls-pin-missing = not taken yet
calls-pin-ready = ready
calls-pin-locked = locked
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
calls-check-hint = The six digits that the caller tells you.
calls-check-right = The code is right.
calls-check-wrong = { $left ->
    [one] This is not the code. One more attempt.
   *[other] This is not the code. { $left } more attempts.
}
calls-check-locked = The code is locked: the caller has to take another in the customer account.
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

calls-kept-callers = Where you are a designated caller, and the number you call from
calls-kept-callers-why = To know on the phone who calls on behalf of the account. Of the code only a fingerprint is kept.
calls-kept-callers-how-long = As long as you are a designated caller.
