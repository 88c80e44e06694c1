machines-tab = Machines
machines-lead = The installations of the software that are linked to this account.
machines-name = Name
machines-system = System
machines-application = Software
machines-in-place-of = In the place of
machines-code-address = Address
machines-places = Machines at most
machines-places-hint = How many machines an account can link at a time. Leave empty for no limit.
machines-replacements = Replacements a year
machines-replacements-hint = When every place is taken, a new machine can replace another one with nothing but the personal code. Leave empty not to count them.
machines-state = State
machines-is-linked = Linked
machines-is-unlinked = Unlinked
machines-linked-at = Linked
machines-seen-at = Seen
machines-ended-at = Unlinked
machines-quiet = More than 90 days
machines-linked-tab = Linked
machines-unlinked-tab = Unlinked
machines-none = No machine is linked
machines-none-text = In the software, open “Customer account”, then give the account's number and its personal code.
machines-none-unlinked = No machine was unlinked
machines-choose = Choose { $name }
machines-unlink-chosen = Unlink the chosen machines
machines-unlink-verb = Unlink
machines-unlink-title = { $n ->
    [one] Unlink this machine?
   *[other] Unlink these { $n } machines?
}
machines-unlink-text = The software on it will no longer be linked to the account. The machine can be linked again, to this account or another one.
machines-none-chosen = Choose at least one linked machine.
machines-were-unlinked-before = This was done before: these machines are unlinked.
machines-were-unlinked = { $n ->
    [one] The machine is unlinked.
   *[other] { $n } machines are unlinked.
}
machines-new-name = Name of the machine
machines-rename-verb = Rename
machines-renamed = The machine has its new name.
machines-story = The machine's log
machines-story-at = When
machines-story-what = What
machines-story-who = By
machines-by-itself = The machine itself
machines-actions = Actions
machines-on-places = { $n ->
    [one] { $n } machine linked
   *[other] { $n } machines linked
} out of { $places }.
machines-replacements-left = { $n ->
    [0] No replacement is left this year: an admin or a software coordinator can still unlink a machine.
    [one] { $n } replacement left this year.
   *[other] { $n } replacements left this year.
}

machines-linked-code = with a personal code
machines-linked-replacement = with a personal code, as a replacement
machines-linked-sign-up = when the account was created
machines-ended-machine = from the machine
machines-ended-member = from the account
machines-ended-replaced = replaced
machines-ended-publisher = by the publisher
machines-happened-linked = Linked
machines-happened-renamed = Renamed
machines-happened-updated = New version
machines-happened-unlinked = Unlinked

machines-code = Personal code
machines-code-lead = With the account's number, it links a machine to this account.
machines-account-number = Account number
machines-code-none = No code yet.
machines-code-made-at = Code made on { $at }
machines-code-by-link = by a mailed link
machines-code-make = Make a code
machines-code-replace = Make a new code
machines-code-replace-text = A code is shown only once. A new one replaces the old one; linked machines stay linked.
machines-code-made = Your personal code
machines-code-made-lead = Type it in the software, with the account's number.
machines-code-once = This code is shown only once
machines-code-once-text = Note it now. Forgotten, it is replaced in a moment, and no machine is unlinked.
machines-code-kept = I have noted it
machines-code-shown-once = The code was shown already: make a new one if you did not note it.
machines-code-not-active = This account cannot link machines at the moment.
machines-code-mail-verb = Code forgotten
machines-code-mailed = A link to make a new code is on its way to the account's administration address.
machines-code-mailed-lead = A new code replaces the old one. Linked machines stay linked.
machines-dead-link = This link was used already, or its time is over. Ask for a code again in the software or on your account's page of machines.

machines-of = Machines of { $name }
machines-staff-lead = The installations of the software that are linked to this account.
machines-rules = Limits
machines-rules-own = This account has its own limits
machines-settings-lead = How many machines an account can link. An account can have its own limits, on its page.
machines-save = Save
machines-rules-saved = The limits are saved.

machines-error-missing = Give a name.
machines-error-too-long = At most { $n } characters.
machines-error-characters = Some characters cannot be seen: type the name again.
machines-error-number = Give a whole number from 0 to 1,000,000, or nothing.

machines-did-link = Machine linked
machines-did-unlink = Machine unlinked
machines-did-replace = Machine replaced
machines-did-rename = Machine renamed
machines-did-make-code = Personal code made
machines-did-edit-account = Account changed from a machine
machines-did-open-portal = Portal opened from a machine
machines-did-mail-code = Link for a personal code sent
machines-did-set-rules = Limits of machines set

machines-notices = Machines
machines-notice-linked = A machine is linked
machines-notice-unlinked = Machines are unlinked
machines-notice-code = A new personal code is made
machines-notice-code-needed = so that you know if it was not you
machines-event-linked = Machine linked to an account
machines-event-unlinked = Machine unlinked from an account

## Personal data

machines-kept-machines = The machines that you linked, renamed or unlinked, and the personal codes that you made.
machines-kept-machines-why = To know who linked or unlinked a machine, when in doubt.
machines-kept-machines-how-long = As long as the customer account exists.
machines-kept-machines-after = The trace stays, under a number that no longer names you.
machines-kept-links = The links that were sent to your address to make a new personal code.
machines-kept-links-why = To limit their number, and to know whether they were used.
machines-kept-links-how-long = Some weeks after they were sent.
