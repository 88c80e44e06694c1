# What is wrong with what was typed
people-name-missing = Please give a name.
people-name-too-long = This name is too long: 80 characters at most.
people-name-malformed = A name has no “<”, “/”, “@”, “www.” nor invisible character in it.
people-zone-unknown = Please choose a time zone from the list.
people-language-unknown = Please choose a language from the list.
people-password-missing = Please give your password.
people-password-too-short = This password is too short: at least 12 characters. A few unrelated words make a good password.
people-password-too-long = This password is too long: 128 characters at most, an accented letter counting for two.
people-password-own-words = This password looks like your name or your address. Please choose another one.
people-password-easy = This password is easy to guess. Add one or two unrelated words.
people-password-wrong = This is not your present password.
people-password-changed-meanwhile = Your password has just been changed. Reload the page and start again.
people-try-again = Too many attempts. For your security, please wait until { $at }, then try again.
people-code-wrong = This code is not valid, or was used before. Wait for the next one and try again.
people-email-same = This is your address already.
people-email-too-many = You have asked for several changes today. Please try again tomorrow.
people-link-not-open = This link no longer works.
people-second-factor-already-on = Two-step sign-in is on already.
people-second-factor-not-on = Two-step sign-in is not on.
people-last-owner = There has to be an owner: first name another one.

# Signing in
people-sign-in-title = Sign in
people-sign-in-verb = Sign in
people-sign-in-wrong = Address or password is not right. Check both and try again. Just asked for an account? Open the link in the e-mail first.
people-email = E-mail address
people-password = Password
people-forgotten-link = Forgotten your password?
people-no-account = Not a customer yet?
people-sign-up-link = Create an account
people-back-to-sign-in = Back to sign-in
people-signed-out = You are signed out.
people-second-step-title = Your code
people-second-step-lead = Open your codes application and copy the code that it shows.
people-second-step-over = That took too long. Please sign in again.
people-code = Code
people-code-hint = Six digits.
people-code-or-recovery-hint = Six digits, or one of your recovery codes.

# Forgotten password
people-forgotten-title = Forgotten password
people-forgotten-lead = Give the address that you sign in with. We will send it a link to choose a new password.
people-forgotten-verb = Send the link
people-forgotten-again = Ask for a new link
people-forgotten-sent-title = Look into your mailbox
people-forgotten-sent-lead = If this address is a login, a message has just been sent to it. Its link works for one hour.
people-forgotten-sent-next = Nothing after a few minutes? Look among the unwanted mail, then check the address.
people-reset-title = Choose a password
people-reset-verb = Save this password
people-reset-done = Your password is saved. Please sign in.
people-link-closed-lead = It was used before, or is too old. Ask for a new one: it takes a minute.
people-new-password = New password
people-password-hint = At least 12 characters. A few unrelated words are easy to remember and hard to guess.

# Profile
people-tab-profile = Profile
people-tab-security = Security
people-profile-title = Profile and preferences
people-first-name = First name
people-surname = Surname
people-language = Language
people-language-hint = Of the pages, and of the messages that you receive.
people-time-zone = Time zone
people-time-zone-hint = Dates and times are shown in this zone.
people-profile-verb = Save
people-profile-saved = Your profile is saved.
people-accounts-title = Your customer accounts
people-leave = Leave

# Security
people-security-title = Password and security
people-sign-in-with = Your login
people-current-password = Present password
people-continue = Continue
people-password-title = Change your password
people-password-lead = Your other sessions will be ended.
people-password-verb = Change the password
people-password-changed = Your password is changed. Your other sessions are ended.
people-email-title = Change your address
people-email-lead = A link to confirm goes to the new address, and a message to the present one, which stays valid until then.
people-email-present = Present address
people-email-new = New address
people-email-verb = Send the link
people-email-change-verb = Change the address
people-email-waiting = Waiting to be confirmed: { $email }
people-email-asked = A message was sent to { $email }. Follow its link to confirm.
people-email-confirmed = Your new address is confirmed. Sign in with it from now on.
people-confirm-email-title = Confirm your address
people-confirm-email-lead = From now on you will sign in with { $email }.
people-confirm-email-verb = Confirm this address
people-confirm-email-closed-lead = It was used before, or is too old. If your address has not changed, start again.

# Second factor
people-factor-title = Two-step sign-in
people-factor-on = On
people-factor-off = Off
people-factor-since = since
people-factor-text = After your password, a code shown by an application on your phone will be asked for. A stolen password is then not enough.
people-factor-removed = Two-step sign-in is off.
people-staff-factor-title = Turn on two-step sign-in first
people-staff-factor-text = The back office opens only with it: your password, then a code. Turn it on below.
people-enrol-title = Turn on two-step sign-in
people-enrol-password-lead = To begin, confirm that it is you.
people-enrol-lead = You need a codes application, on your phone or in your password manager.
people-enrol-step-1 = 1. Add this account to your application
people-enrol-scan = Scan this picture with the application.
people-enrol-picture = Picture to scan with the codes application
people-enrol-type = Or type this key into the application:
people-enrol-secret = Key to type into the codes application
people-enrol-step-2 = 2. Copy the code that it shows
people-enrol-verb = Turn on
people-enrol-over = Too much time has passed, or this was begun again elsewhere. Begin again here.
people-remove-factor-title = Turn off two-step sign-in
people-remove-factor-lead = Your password will be enough to sign in, and your recovery codes will no longer work.
people-remove-factor-verb = Turn off
people-codes-title = Your recovery codes
people-codes-lead = Two-step sign-in is on. If you lose your application, each of these codes replaces it once.
people-codes-once = These codes will never be shown again. Print them or keep them in a safe place.
people-codes-kept = I have kept them
people-codes-left =
    { $n ->
        [0] You have no recovery code left: make new ones.
        [one] You have { $n } recovery code left.
       *[other] You have { $n } recovery codes left.
    }
people-codes-renew-title = Make new recovery codes
people-codes-renew-lead = The old codes will no longer work.
people-codes-renew-verb = Make new codes
people-codes-shown-once = Your codes were made already, and are shown only once. If you did not note them, make new ones.

# Sessions
people-sessions-title = Your sessions
people-sessions-lead = The browsers in which you are signed in. End those that you do not recognise, then change your password.
people-session-device = Device
people-session-address = Network address
people-session-seen = Last seen
people-session-unknown = Unknown device
people-session-this = This session
people-session-end = End
people-session-ended = The session is ended.
people-sessions-end-others = End all others
people-sessions-ended = All your other sessions are ended.

# Log
people-log-created = Person created
people-log-profile = Profile changed
people-log-password-changed = Password changed
people-log-password-reset = Password chosen through a link
people-log-email-changed = Sign-in address changed
people-log-second-factor-on = Two-step sign-in turned on
people-log-second-factor-off = Two-step sign-in turned off
people-log-recovery-code-used = Recovery code used
people-log-recovery-codes-renewed = Recovery codes renewed
people-log-sessions-ended = Sessions ended
people-log-disabled = Login closed
people-log-erased = Person erased
people-kept-login = Who you are: e-mail address, first name and surname, language, time zone, and the words by which we find you. The password is kept only in a form that cannot be read.
people-kept-login-why = To sign you in, to name you to your colleagues, to write to you.
people-kept-login-how-long = As long as you have a login; until you ask for erasure.
people-kept-sessions = Your sessions: browser, network address, beginning, last activity.
people-kept-sessions-why = To show you where you are signed in, and to recognise a sign-in that is not yours.
people-kept-sessions-how-long = 210 days after the session began.
people-kept-factor = Your second factor: its secret (encrypted) and the fingerprints of the recovery codes.
people-kept-factor-why = To ask for a code beside the password.
people-kept-factor-how-long = Until you remove it.
people-kept-links = The links mailed to you to choose a password or to confirm an address.
people-kept-links-why = To accept each link only once, and for the address it was sent to.
people-kept-links-how-long = 30 days after the link expired.
people-erase-staff = You belong to the publisher’s staff: an owner has to take your permissions away first.
people-log-enabled = Login opened again
people-log-staff = Staff permissions changed
people-log-permissions = Permissions
people-log-language = Language
people-log-time-zone = Time zone

# The one-time link that an application hands over
people-by-link-title = Open your account
people-by-link-lead = Your application has given you this link. It begins a session in this browser, once.
people-by-link-as = You will be signed in as { $name } ({ $email }).
people-by-link-verb = Continue
people-by-link-closed-lead = It was used before, or is more than a minute old. Ask for another one in the application, or sign in.
