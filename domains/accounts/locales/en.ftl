# Words
accounts-account = Account
accounts-state = State
accounts-name = Name
accounts-email = E-mail address
accounts-email-hint = It is your login, and receives the account’s mail at first.
accounts-first-name = First name
accounts-surname = Surname
accounts-password = Password
accounts-password-hint = At least 12 characters; a sentence does very well.
accounts-roles = Roles
accounts-reason = Reason
accounts-address = Address
accounts-number = SIREN or company number
accounts-actions = Actions
accounts-saved = Saved.
accounts-save-verb = Save
accounts-edit-verb = Change
accounts-not-given = not given
accounts-error-link = A name holds no web address.
accounts-error-missing = Please fill this in.
accounts-error-too-long = { $n } characters at most.
accounts-error-characters = This text has invisible characters in it: please type it again.

# Roles
accounts-role-admin-hint = Manages the account: members, company, keys, billing.
accounts-role-contract-manager-hint = Orders, contracts and invoices; names the other managers.
accounts-role-software-coordinator-hint = Users, seats and deployments.
accounts-role-user-hint = Uses what is open to him or her and sees his or her own operations.

# Sign-up
accounts-sign-up-title = Apply for a customer account
accounts-sign-up-lead = Tell us about your company and yourself. We confirm your address by e-mail, then consider your application.
accounts-sign-up-verb = Send my application
accounts-sign-up-closed = Applications are closed for the moment
accounts-sign-up-closed-text = If you expect an invitation, follow the link in the message that you received. Otherwise, write to support.
accounts-have-login = Do you already have a login?
accounts-to-sign-in = Sign in
accounts-your-company = Your company
accounts-you = You
accounts-company-name = Company name
accounts-company-name-hint = As it stands in the register.
accounts-country = Country
accounts-siren = SIREN
accounts-in-france = (if the company is in France)
accounts-siren-hint = 9 digits.
accounts-siren-form = A SIREN has 9 digits, for example 732 829 320.
accounts-siren-digit = There is no such SIREN: check the digits.
accounts-foreign-number = Company number
accounts-outside-france = (outside France)
accounts-foreign-number-hint = Its number in your country’s register.
accounts-foreign-number-form = 2 to 40 letters, digits, spaces, dots, slashes or dashes.
accounts-vat-number = VAT number
accounts-vat-number-hint = Number within the European Union, for example FR 44 732 829 320.
accounts-vat-prefix = A VAT number begins with the two letters of a country of the European Union.
accounts-vat-form = This number does not look like a VAT number of that country.
accounts-vat-digits = There is no such VAT number: check the digits.
accounts-vat-other-country = This VAT number is of another country than the company.
accounts-vat-other-siren = This VAT number does not belong to the SIREN.
accounts-ape = Activity code (APE)
accounts-ape-hint = Four digits and a letter, for example 71.12B. In France only.
accounts-ape-form = An APE code has four digits and a letter, for example 71.12B.
accounts-ape-unknown = This code is in no nomenclature of activities.
accounts-line1 = Number and street
accounts-line2 = Further address line
accounts-postal-code = Postal code
accounts-postal-code-form = A French postal code has 5 digits, for example 69003.
accounts-town = Town
accounts-country-unknown = Choose a country from the list.
accounts-phone = Telephone
accounts-phone-hint = Outside France, with the calling code: +32 2 123 45 67.
accounts-phone-form = This number is not complete, or has too many digits.
accounts-phone-country = Begin with + and the country’s calling code.
accounts-accept-terms = I accept the terms of use.
accounts-read-terms = Read the terms
accounts-terms-must = Please accept the terms to go on.
accounts-data-notice = These data serve to consider your application and to keep your account. If you do not confirm, they are erased after 30 days.
accounts-sent-title = Look at your mail
accounts-sent-lead = A message has just left for the address that you gave. It says how to go on.
accounts-sent-look = It arrives within minutes. Look among the unwanted mail, too.
accounts-sent-life = Its link is valid for 7 days.
accounts-sent-again = Nothing came? Check the address and send the form once more.
accounts-back-to-form = Back to the form
accounts-confirm-title = Confirm your application
accounts-confirm-lead = One more step: confirm that this application is yours.
accounts-confirm-password = The password you chose when you applied
accounts-confirm-password-hint = It shows that this application is yours. Forgotten? Apply again. You asked for nothing? Close this page.
accounts-confirm-password-missing = Please give this password.
accounts-confirm-password-wrong = This password is not the right one.
accounts-confirm-verb = Confirm my application
accounts-confirmed = Your address is confirmed: your application has been passed on.
accounts-dead-link = This link is no longer valid.
accounts-dead-link-lead = One of these may have happened:
accounts-dead-link-used = The link has been used: sign in.
accounts-dead-link-old = More than 7 days have passed: ask whoever sent it for a new link.
accounts-dead-link-newer = A more recent message has replaced it, or the invitation was withdrawn.

# The state of an application
accounts-status-title = Where your application stands
accounts-status-open = Your account is open
accounts-to-account = Open the account
accounts-status-pending = Your application is being considered
accounts-status-pending-text = We write to you as soon as it is decided. There is nothing you have to do.
accounts-status-refused = Your application was not accepted
accounts-status-refused-text = If a correction is enough, make it and send your application again.
accounts-status-sent = What you sent
accounts-correct-verb = Correct my application
accounts-complete-verb = Complete my application
accounts-missing = What may be missing
accounts-missing-text = These are not required, but make your application easier to consider:
accounts-step-sent = Application sent
accounts-step-on = on { $at }
accounts-step-confirmed = Address confirmed
accounts-step-confirm-note = Follow the link in the message that we sent you.
accounts-step-review = Considered by our staff
accounts-step-review-note = under way
accounts-step-refused = Application refused
accounts-step-open = Account open
accounts-application-title = Correct your application
accounts-application-lead = What you change here replaces what you sent.
accounts-application-sent = Your corrected application has been sent.
accounts-send-again-verb = Send my application again
accounts-decision-too-late = This account is no longer in that state: somebody else has decided meanwhile.

# Possible duplicates
accounts-same-number = Same company number
accounts-same-vat-number = Same VAT number
accounts-same-name = Same name
accounts-name-alike = Similar name
accounts-same-mail-domain = Same e-mail domain

# Accounts of a person, home
accounts-mine-title = Your customer accounts
accounts-none = You are a member of no account
accounts-none-text = Apply for an account for your company, or ask a colleague for an invitation.
accounts-open-another = Apply for another account
accounts-tab-home = Home
accounts-tab-members = Members
accounts-tab-settings = Settings
accounts-closed-title = This account is closed
accounts-closed-text = An admin closed it. Write to us if that is a mistake: we can undo it for 30 days.
accounts-closed-data = My data
accounts-close-link = Close the account
accounts-restore-too-late = This account was closed more than 30 days ago: that can no longer be undone.
accounts-restore-nobody = Nobody is a member of this account any more: its closing cannot be undone.
accounts-erase-last-admin = You are the last admin of account { $account } ({ $name }): name a successor, or close the account.
accounts-erase-name-another = Name a successor
accounts-kept-members = The customer accounts that you are or were a member of, and your roles.
accounts-kept-members-why = To know what you may do, and for whom.
accounts-kept-members-how-long = As long as the customer account exists.
accounts-kept-members-after = You leave all accounts; when you were there stays, under a number that no longer names you.
accounts-kept-terms = The versions of the terms of use that you accepted, and when.
accounts-kept-terms-why = To prove what was agreed.
accounts-kept-terms-how-long = As long as the customer account exists, then five years (limitation, French Civil Code, art. 2224).
accounts-kept-terms-after = The proof of acceptance stays, under a number that no longer names you.
accounts-kept-teams = The teams that you are in.
accounts-kept-teams-why = To know which cases your team follows.
accounts-kept-teams-how-long = As long as you are in the team.
accounts-kept-keys = The API keys that you created, or that act for you.
accounts-kept-keys-why = To know in whose name a program acts.
accounts-kept-keys-how-long = As long as the customer account exists.
accounts-kept-keys-after = Keys that act for you are revoked; their trace stays, under a number that no longer names you.
accounts-kept-sign-ups = What you typed when you asked for an account.
accounts-kept-sign-ups-why = To consider the application.
accounts-kept-sign-ups-how-long = 30 days without confirmation; otherwise until you ask for erasure.
accounts-kept-invitations = The invitations sent to your address.
accounts-kept-invitations-why = To let you into an account.
accounts-kept-invitations-how-long = As long as the customer account exists, or until you ask for erasure.
accounts-kept-addresses = Your name or address among the contact details of an account: administration address, billing contact, telephone.
accounts-kept-addresses-why = To write to the account, and to send it its invoices.
accounts-kept-addresses-how-long = Until an admin changes them or you ask for erasure.
accounts-suspended-title = This account is suspended
accounts-see-members = See the members
accounts-see-invitations = See the invitations
accounts-see-keys = See the keys
accounts-next = Getting started
accounts-next-invite = Invite your colleagues
accounts-next-invite-why = Each has a login and sees what the roles open.
accounts-next-key = Make an API key
accounts-next-key-why = It lets your programs use the account’s credits.
accounts-next-billing = Complete the billing details
accounts-next-billing-why = Address, department and reference for your invoices.

# Members
accounts-members-title = Members
accounts-members-lead = Who is in the account, and what each may do there.
accounts-member-since = Member since
accounts-is-me = (you)
accounts-disabled = Access closed
accounts-choose-member = Choose a member to see the roles.
accounts-save-roles-verb = Save the roles
accounts-roles-changed = The roles are saved. They hold from now on.
accounts-member-gone = This person is no longer a member of the account.
accounts-member-not-yours = Your roles do not allow you to give or take these. Ask an administrator.
accounts-member-no-role = Choose at least one role.
accounts-member-last-admin = This is the account’s last administrator. Make somebody else an administrator first.
accounts-remove-title = Remove this member?
accounts-remove-text = { $name } will no longer have access to the account of { $company }. API keys that stand for this person stop working. Past operations stay in the history.
accounts-remove-verb = Remove from the account
accounts-member-removed = The member has been removed from the account. A message tells him or her.
accounts-leave = Leave this account
accounts-leave-title = Leave this account?
accounts-leave-text = You will no longer have access to the account of { $company }. To come back, you will need a new invitation.
accounts-leave-verb = Leave the account
accounts-left = You have left the account.

# Invitations
accounts-invitations-title = Invitations
accounts-invitations-lead = An invitation is for one person and valid for 7 days.
accounts-no-invitation = No invitation waits
accounts-no-invitation-text = Your colleagues receive a link by e-mail and choose their own password.
accounts-sent-at = Sent on
accounts-invitation-until = Valid until { $at }
accounts-invitation-expired = Expired
accounts-resend-verb = Send again
accounts-withdraw-verb = Withdraw
accounts-withdraw-title = Withdraw this invitation?
accounts-withdraw-text = The link sent to { $email } will no longer work.
accounts-invitation-resent = The invitation has been sent again. Only the new link works.
accounts-invitation-withdrawn = The invitation has been withdrawn.
accounts-invitation-ended = This invitation has been accepted or withdrawn meanwhile.
accounts-invite-title = Invite people
accounts-invite-lead = Each receives a link of his or her own, and becomes a member by following it.
accounts-invite-verb = Invite
accounts-invite-emails = E-mail addresses
accounts-invite-emails-hint = One or several, with commas or new lines between them; 50 at most.
accounts-invite-language = Language of the message
accounts-invite-malformed = { $n ->
    [one] This is not an e-mail address: { $emails }.
   *[other] { $n } addresses are not right: { $emails }.
}
accounts-invite-member = { $n ->
    [one] { $emails } is a member of the account already.
   *[other] Already members of the account: { $emails }.
}
accounts-invite-invited = { $n ->
    [one] { $emails } has been invited already: resend the invitation from the list.
   *[other] Already invited, resend from the list: { $emails }.
}
accounts-invite-known = { $members } { $invited }
accounts-invite-not-active = Only active accounts can invite.
accounts-invite-too-many = That is too many: 50 invitations at once, 500 that wait.
accounts-invited =
    { $n ->
        [one] The invitation has been sent.
       *[other] { $n } invitations have been sent.
    }
accounts-invitation-title = Join the account of { $company }
accounts-invited-by = Invited by
accounts-valid-until = Valid until
accounts-invitation-known = You have a login for this address already: it will serve for this account too.
accounts-invitation-new = Tell us who you are and choose a password.
accounts-join-verb = Join the account
accounts-joined = You are now a member of the account of { $company }.

# Settings
accounts-sections = Account settings
accounts-section-settings = Administration
accounts-section-company = Company
accounts-section-billing = Billing
accounts-section-notices = Notices
accounts-notices-lead = The mails that your account gets when something happens. Untick those that you do not need.
accounts-notices-address = Administration address, which gets them
accounts-notices-change-address = Change the address
accounts-notices-always = Always sent:
accounts-notices-off = Notices turned off
accounts-section-keys = API keys
accounts-section-terms = Terms of use
accounts-section-log = Log
accounts-administration = Administration address
accounts-administration-hint = It receives the account’s mail, payment requests included.
accounts-administration-present = Present address
accounts-administration-waiting = A new address waits to be confirmed
accounts-administration-waiting-text = A message has left for { $email }. The address changes once its link is followed.
accounts-administration-asked = A message asks { $email } to confirm.
accounts-administration-address-title = Confirm the administration address
accounts-administration-address-lead = This address will receive the account’s mail, payment requests included.
accounts-confirm-address-verb = Confirm this address
accounts-administration-confirmed = The administration address is confirmed.
accounts-company-lead = Name and numbers of an open account have been checked by our staff: write to us to change them.
accounts-company-main = Main company
accounts-company-add = Add a company
accounts-company-add-lead = Another legal entity of the same account.
accounts-company-edit = Change the company
accounts-company-edit-lead = Address, telephone and activity are yours. A number that is missing can be completed.
accounts-company-staff-lead = Your corrections are written in the account’s log, which its admins read.
accounts-company-fixed = This field has been checked: write to support to change it.
accounts-company-unknown = This company is no longer in the account.
accounts-company-too-many = An account has 50 companies at most.
accounts-company-not-active = Only active accounts can add a company.
accounts-company-closed = This account is closed: nothing of it is changed any more. Write to support.
accounts-billing-lead = To whom your invoices are made out, and where they arrive.
accounts-billing-contact = Service or person
accounts-billing-contact-hint = For example: Accounts payable.
accounts-billing-email = E-mail address for invoices
accounts-billing-email-hint = Otherwise they go to the administration address.
accounts-billing-reference = Reference to show on invoices
accounts-billing-reference-hint = Order number, cost centre…
accounts-billing-other-address = The billing address is not the company’s own
accounts-billing-address = Billing address
accounts-billing-address-hint = To be filled in only if it differs.

# The company that is invoiced
accounts-invoiced-company = Company invoiced
accounts-invoiced-change = Change
accounts-invoiced-lead = To whom your next orders and their invoices are made out. Earlier ones stay as they are, and support time serves all companies of the account.
accounts-invoiced-now = Today
accounts-invoiced-which = Company to invoice
accounts-invoiced-from = From
accounts-invoiced-from-hint = Today or later.
accounts-invoiced-address-stays = The account’s own billing address stays the same.
accounts-invoiced-only = Your account has one company only. To invoice another one, add it first.
accounts-invoiced-history = History
accounts-invoiced-chosen = Chosen
accounts-invoiced-first = Since the account was opened
accounts-invoiced-by-account = by the account
accounts-invoiced-by-publisher = by the publisher
accounts-invoiced-coming = To come
accounts-invoiced-in-force = In force
accounts-invoiced-over = Over
accounts-invoiced-replaced = Replaced on the same day
accounts-invoiced-taken-back = Withdrawn
accounts-invoiced-withdrawn = The change is withdrawn.
accounts-invoiced-unknown = Choose a company of the account.
accounts-invoiced-no-day = Enter a day.
accounts-invoiced-past = The past does not change: choose today or a day to come.
accounts-invoiced-too-far = Choose a day within two years.
accounts-invoiced-same = That is the company invoiced on that day already.
accounts-invoiced-too-many = Twelve changes wait already: withdraw one first.
accounts-invoiced-too-many-today = Twelve changes were made within a day already: go on tomorrow, or write to support.
accounts-invoiced-begun = This change has taken place already, or is withdrawn.

# API keys
accounts-keys-lead = With a key, a program acts for the account. It is shown only once.
accounts-no-key = No key
accounts-no-key-text = Make one for each program, so that you can revoke each without disturbing the others.
accounts-key-new = Make a key
accounts-key-new-lead = Give it only what the program needs.
accounts-key-name = Purpose
accounts-key-name-hint = To recognise it: the program or server that uses it.
accounts-key-prefix = Beginning of the key
accounts-key-scopes = What it allows
accounts-key-member = On behalf of
accounts-key-member-hint = In a member’s name, what the key does counts as that member’s, and it ends with the membership.
accounts-key-nobody = the account
accounts-key-itself = The account itself
accounts-key-made = Made on
accounts-key-used = Last used
accounts-key-never = never
accounts-key-create-verb = Make the key
accounts-key-created = Here is your key
accounts-key-once = Copy it now
accounts-key-once-text = We keep only a fingerprint: it cannot be shown again.
accounts-key-secret = API key
accounts-key-kept-verb = I have copied it
accounts-key-shown-once = The key has already been made and shown. If you did not copy it, revoke it and make another one.
accounts-key-revoke-title = Revoke this key?
accounts-key-revoke-text = “{ $name }” ({ $key }…) will stop working at once. The program that uses it will need another key.
accounts-key-revoke-verb = Revoke
accounts-key-revoked = The key has been revoked.
accounts-key-gone = This key has been revoked already.
accounts-key-not-active = Only active accounts can make a key.
accounts-key-no-scope = Choose at least one right.
accounts-key-too-many = 50 keys are in use: revoke those that are no longer needed.

# Terms
accounts-terms-in-force = Version { $version }, in force since { $at }
accounts-terms-version = Version
accounts-terms-you-accepted = You have accepted this version.
accounts-terms-accepted = Thank you: your acceptance is recorded.
accounts-terms-newer = The terms have just changed: read the version in force.
accounts-accept-verb = Accept and go on
accounts-no-terms = No terms of use
accounts-no-terms-text = The publisher has not issued any for the moment.

# The log
accounts-log-lead = Who changed what in the account, before and after.
accounts-log-at = Date
accounts-log-what = What happened
accounts-log-who = By
accounts-log-field = { $field }:
accounts-log-nothing = nothing
accounts-by-publisher = The publisher
accounts-by-program = Automatic
accounts-by-visitor = A visitor, by a form or a mailed link
accounts-by-key = Key { $key }…
accounts-by-machine = Machine “{ $name }”
accounts-by-somebody = A person whose data are erased
accounts-did-sign-up = Application sent
accounts-did-open = Account opened by the publisher
accounts-did-confirm = Address confirmed, application passed on
accounts-did-accept = Application accepted
accounts-did-refuse = Application refused
accounts-did-reopen = Application reopened
accounts-did-suspend = Account suspended
accounts-did-close = Account closed
accounts-did-restore = Closing undone
accounts-did-reactivate = Account reactivated
accounts-did-invite = Invitation sent
accounts-did-resend = Invitation sent again
accounts-did-withdraw = Invitation withdrawn
accounts-did-expire = Invitation expired
accounts-did-join = New member
accounts-did-change-roles = Roles changed
accounts-did-remove = Member removed
accounts-did-leave = Member left
accounts-did-add-company = Company added
accounts-did-change-company = Company changed
accounts-did-change-billing = Billing details changed
accounts-did-choose-invoiced = Company invoiced chosen
accounts-did-withdraw-invoiced = Choice of the company invoiced withdrawn
accounts-did-choose-notices = Notices chosen
accounts-did-ask-address = New administration address asked for
accounts-did-change-address = Administration address changed
accounts-did-accept-terms = Terms of use accepted
accounts-did-create-key = API key made
accounts-did-revoke-key = API key revoked

## Webhooks

accounts-event-opened = Account opened by you
accounts-event-accepted = Sign-up accepted
accounts-event-refused = Sign-up refused
accounts-event-reopened = Sign-up waiting again
accounts-event-suspended = Account suspended
accounts-event-closed = Account closed
accounts-event-restored = Closing of an account undone
accounts-event-reactivated = Account reactivated

accounts-sign-up-lead-at-once = Describe your company and yourself. Your account is in use once your address is confirmed.
accounts-confirmed-open = Your address is confirmed: your account is in use.
accounts-twin-title = Your company has an account already
accounts-twin-text = There is an account for the same company. Its admin can invite you: if you ask for it, he or she gets your name and address. We do not tell you who that is.
accounts-twin-ask-verb = Ask for an invitation
accounts-twin-asked = Invitation asked for on { $at }. It comes by e-mail; if not, we decide on your application.
accounts-twin-asked-now = The invitation is asked for: look at your mail.
accounts-twin-nobody = There is nobody to ask for an invitation at the moment.
accounts-did-ask-invitation = Invitation asked for
accounts-was-asked-invitation = Invitation asked for by somebody of the same company

## Teams

accounts-teams-title = Teams
accounts-teams-lead = Members who work together, for example on the same support cases.
accounts-teams-none = No team yet.
accounts-team-title = Team
accounts-team-new = New team
accounts-team-name = Name of the team
accounts-team-name-taken = Another team has this name already.
accounts-team-too-many = At most { $most } teams.
accounts-team-unknown = This team is no longer there.
accounts-team-removed = The team is removed.
accounts-team-remove-title = Remove this team?
accounts-team-remove-verb = Remove the team
accounts-team-remove-text = The team “{ $name }” goes away. Its members stay in the account; what only the team saw stays visible to its author and to the administrators.
accounts-did-make-team = Team made
accounts-did-change-team = Team changed
accounts-did-remove-team = Team removed
