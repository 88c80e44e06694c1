## Settings

publisher-settings = Settings
publisher-section-identity = Identity
publisher-section-brand = Brand
publisher-section-sign-up = Sign-up
publisher-section-calendar = Calendar
publisher-section-mails = Messages
publisher-section-terms = Terms of use
publisher-section-prices = Price conditions
publisher-section-machines = Machines
publisher-section-webhooks = Webhooks
publisher-save = Save
publisher-saved = Your settings are saved.
publisher-preview = Preview
publisher-choose = Choose an answer.
publisher-text-fr = Text in French
publisher-text-en = Text in English
publisher-text-en-hint = Without an English text, everybody sees the French one.
publisher-text-none = No text yet.
publisher-text-french-instead = Without an English text, the French one is shown.
publisher-text-too-long = This text is too long.
publisher-line-too-long = { $longest } characters at most.
publisher-markdown-hint = Markdown: ## heading, **bold**, - list, [link](https://…), tables. HTML is shown as it is typed.
publisher-url-malformed = This is not a valid address. Example: https://www.example.com
publisher-url-too-long = This address is too long: 300 characters at most.

## Identity

publisher-identity-lead = What your customers see on every page and in every message.
publisher-name = Name
publisher-name-hint = The name that your customers know.
publisher-name-missing = Enter a name.
publisher-legal-name = Legal name
publisher-legal-name-hint = With the legal form, as on your documents.
publisher-address = Postal address
publisher-address-hint = On one line. Without a legal notice of yours, that page shows name, address, telephone and e-mail.
publisher-site-url = Your site
publisher-contact = Contact
publisher-support-email = Support address
publisher-support-email-hint = Shown at the foot of every page; answers to your messages arrive there.
publisher-support-phone = Phone
publisher-phone-malformed = A number is made of figures, spaces and the signs + . - ( ).
publisher-time-zone = Time zone
publisher-time-zone-unknown = This time zone is not known. Example: Europe/Paris
publisher-legal-notice = Legal notice
publisher-legal-notice-url = Address of your legal notice
publisher-legal-notice-url-hint = Leave it empty to show the text below here.

## Calendar

publisher-calendar-lead = Your opening hours: your reply times are counted in business hours, and your pages announce them.
publisher-hours = Opening hours
publisher-hours-hint = For example 09:00-12:30, 14:00-18:00. Leave a day empty when you are closed.
publisher-hours-monday = Monday
publisher-hours-tuesday = Tuesday
publisher-hours-wednesday = Wednesday
publisher-hours-thursday = Thursday
publisher-hours-friday = Friday
publisher-hours-saturday = Saturday
publisher-hours-sunday = Sunday
publisher-hours-malformed = Write the hours like this: 09:00-12:30, 14:00-18:00.
publisher-hours-none = Give the hours of at least one day: without them no time to answer can be promised.
publisher-hours-backwards = The end must come after the beginning.
publisher-hours-overlap = These hours overlap or are out of order.
publisher-hours-too-many = At most four spans a day.
publisher-holidays = Public holidays
publisher-holidays-metropole = Closed on national public holidays
publisher-holidays-alsace-moselle = Closed on the public holidays of Alsace-Moselle
publisher-holidays-alsace-moselle-hint = The national ones, Good Friday and 26 December.
publisher-holidays-none = Open on public holidays
publisher-closed = Other closed days
publisher-closed-hint = A day or a period on each line: 15/05/2026 or 24/12/2026 - 02/01/2027 (day/month/year).
publisher-closed-malformed = Line { $line }: write 15/05/2026 or 24/12/2026 - 02/01/2027 (day/month/year).
publisher-closed-backwards = Line { $line }: the last day is before the first.
publisher-closed-too-many = At most { $most } lines.
publisher-open-on = { $days } { $hours }
publisher-open-list = { $list }, { $group }
publisher-open-day = on { $day }
publisher-open-two = on { $first } and { $last }
publisher-open-span = from { $first } to { $last }
publisher-open-hours = from { $opens } to { $closes }
publisher-open-and = { $list } and { $span }
publisher-monday = Monday
publisher-tuesday = Tuesday
publisher-wednesday = Wednesday
publisher-thursday = Thursday
publisher-friday = Friday
publisher-saturday = Saturday
publisher-sunday = Sunday

## Brand

publisher-brand-lead = How the customer account looks, and who its messages come from.
publisher-logo = Logo
publisher-logo-alt = The current logo
publisher-logo-file = File
publisher-logo-hint = PNG, 256 KB at most; shown 36 pixels high.
publisher-logo-verb = Send the logo
publisher-logo-remove = Remove the logo
publisher-logo-missing = Choose a file.
publisher-logo-too-large = This file is larger than 256 KB.
publisher-logo-no-png = This file is not a valid PNG image.
publisher-logo-too-many-pixels = This image is too large: 4,000 pixels a side at most.
publisher-accent = Colour
publisher-accent-hint = The colour of buttons and links.
publisher-accent-malformed = Enter a colour like #0b5a57.
publisher-accent-light = On a light ground
publisher-accent-dark = On a dark ground
publisher-accent-corrected = We made this colour darker, as it is hard to read on a light ground; here is the one that is used, on a light and on a dark ground.
publisher-footer = Links at the foot of pages
publisher-footer-hint = One link per line: Label | https://…
publisher-footer-malformed = Line { $line }: write Label | https://…
publisher-footer-too-many = Eight links at most.
publisher-sender = Sender of messages
publisher-sender-name = Sender’s name
publisher-sender-name-hint = Without a name, the publisher’s is used.
publisher-sender-email = Sender’s address
publisher-sender-email-hint = Your mail server must be allowed to send for this address.
publisher-reply-to = Address for answers
publisher-reply-to-hint = Without an address, answers arrive at the support address.

## Sign-up

publisher-sign-up-lead = May companies ask for an account by themselves?
publisher-sign-up = Sign-up
publisher-sign-up-open = Open, with your approval
publisher-sign-up-open-hint = Any company may ask for an account; you decide on each request.
publisher-sign-up-at-once = Open, without your approval
publisher-sign-up-at-once-hint = The account is in use once the address is confirmed. If it resembles one that is there already, it waits for your decision.
publisher-sign-up-closed = Closed
publisher-sign-up-closed-hint = The form is no longer offered.
publisher-sign-up-intro-fr = Introduction in French
publisher-sign-up-intro-en = Introduction in English

## Messages

publisher-reply-above = — Reply above this line —
publisher-mails-lead = The texts of the messages that the customer account sends. You can replace each of them.
publisher-mail = Message
publisher-mail-title = { $subject } ({ $language })
publisher-mail-lead = The first line is the subject; leave an empty line after it.
publisher-mail-edit = Edit
publisher-mail-own = your text
publisher-mail-text = Text of the message
publisher-mail-text-hint = Markdown. A paragraph that is only a link becomes a button.
publisher-mail-preview = Preview in plain text
publisher-mail-fields = Fields that you can use
publisher-mail-see = See the current message
publisher-mail-reset = Go back to the original text
publisher-mail-reset-title = Go back to the original text?
publisher-mail-reset-text = Your text will be replaced by the program’s. The log keeps a trace of it.
publisher-mail-was-reset = The original text is used again.

## Terms of use

publisher-terms-lead = Each version is accepted by the accounts. A version in force never changes: prepare the next one.
publisher-terms-prepare = Prepare a version
publisher-terms-none = No version
publisher-terms-none-text = Without terms of use, nothing is asked of your customers.
publisher-terms-new = New version
publisher-terms-numbered = Version { $version }
publisher-terms-standing = State
publisher-terms-coming = coming
publisher-terms-in-force = in force
publisher-terms-former = former
publisher-terms-form-lead = From that day on, each account has to accept this version to continue.
publisher-terms-empty = Write the text.
publisher-terms-from-day = From a day on
publisher-terms-from-day-hint = Until then, you can still change or withdraw this version.
publisher-terms-from-now = At once
publisher-terms-from-now-hint = It will no longer be possible to change or withdraw this version.
publisher-terms-day = First day
publisher-terms-day-hint = Needed if you chose “From a day on”.
publisher-day-malformed = Enter a valid day.
publisher-terms-saved = The version is saved.
publisher-terms-withdraw = Withdraw this version
publisher-terms-withdraw-title = Withdraw this version?
publisher-terms-withdraw-text = Its text will no longer be offered; the log keeps a trace of it.
publisher-terms-withdrawn = The version is withdrawn.
publisher-terms-see = See the public page
publisher-terms-sealed-since = In force since { $day }: this version no longer changes.
publisher-terms-sealed = This version is or was in force: it no longer changes.
publisher-terms-one-at-a-time = A version is being prepared already: change that one.
publisher-terms-past = This day is over: choose one to come.
publisher-terms-unknown = There is no such version.
publisher-version = Version
publisher-in-force-at = In force from

## Price conditions

publisher-prices-lead = The text beside your tariff: packs, discounts, terms of payment.
publisher-prices-see = See the public page

## Public pages

publisher-public-terms = Terms of use
publisher-public-terms-version = Version { $version }, in force from { $day }
publisher-public-terms-former = This version is no longer in force.
publisher-public-terms-current = Read the version in force
publisher-public-terms-others = Other versions
publisher-public-prices = Price conditions
publisher-public-legal = Legal notice
publisher-public-empty = This page has no text yet.
publisher-public-legal-who = Publisher of this service

## Log

publisher-audit-identity-changed = Identity changed
publisher-audit-brand-changed = Brand changed
publisher-audit-sign-up-changed = Sign-up changed
publisher-audit-calendar-changed = Calendar changed
publisher-audit-prices-changed = Price conditions changed
publisher-audit-terms-prepared = Terms of use prepared
publisher-audit-terms-withdrawn = Terms of use withdrawn
publisher-audit-mail-changed = Text of a message changed
publisher-audit-mail-reset = Text of a message restored
