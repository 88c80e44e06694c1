## Cases

support-tab = Support
support-staff-tab = Support
support-case = Case
support-case-title = { $number } – { $subject }
support-cases-title = Support cases
support-cases-lead = Your requests, their answers and where they stand.
support-tile-open = { $n ->
    [one] open case
   *[other] open cases
}
support-tile-waiting = { $n ->
    [one] One case waits for your answer.
   *[other] { $n } cases wait for your answer.
}
support-tile-team = { $team }: { $n }
support-tile-see = See the cases
support-cases-none = No case yet.
support-cases-none-text = Ask a question: the answer comes here and by e-mail.
support-none-found = No case matches.
support-show-all = See all cases
support-search = Search
support-search-hint = Words of the subject, or CAS-2026-000123
support-subject = Subject
support-subject-hint = In a few words, for example: The plan does not print.
support-product = Product
support-company = Company
support-state = State
support-priority = Priority
support-requester = Asked by
support-updated = Last message
support-due = Answer by
support-late = Late
support-page = Page concerned
support-opened-at = Opened
support-answered-at = First answer
support-body = Message
support-body-hint = What you wanted to do, what happened, the message shown.
support-send = Send
support-save = Save
support-saved = Saved.
support-change = Change
support-remove = Remove
support-choose = Choose from the list.
support-somebody = Somebody
support-nobody = Nobody
support-by-itself = Automatic
support-by-staff = { $name }, support
support-whose = Asked by
support-whose-own = My requests
support-whose-all = All that I see
support-new-title = New request
support-new-lead = One request per subject: each moves at its own pace.
support-opened = Your request { $number } is sent.
support-replied = Your message is sent.
support-reply-label = Your message
support-reopen = Send and reopen
support-close = Close the case
support-closed-done = The case is closed.
support-merged-title = It goes on in another case
support-state-new = New
support-state-open = Open
support-state-waiting = Awaiting customer
support-state-solved = Solved
support-state-closed = Closed
support-priority-low = Low
support-priority-low-hint = A question that can wait.
support-priority-normal = Normal
support-priority-normal-hint = Most requests.
support-priority-high = High
support-priority-high-hint = Work is hindered.
support-priority-urgent = Urgent
support-priority-urgent-hint = Work stands still.
support-line-note = internal note, not seen by the customer
support-line-automatic = automatic answer received by e-mail, not seen by the customer
support-line-mailed = by e-mail
support-line-mailed-from = by e-mail, from another address: { $address }
support-line-note-from = internal note, by e-mail from another address than this person’s, which the customer does not see: { $address }
support-earlier = Show earlier messages
support-latest = Back to the latest messages
support-mail-left-out = [File not taken: { $name }]
support-line-solved = thinks that it is solved
support-line-closed = closed the case
support-line-reopened = reopened the case
support-line-merged = merged the case { $what } into this one
support-line-merged-into = merged this case into { $what }
support-line-priority = changed the priority: { $what }
support-line-assigned = gave the case to: { $what }

## Who sees a case

support-sees = Who sees this case
support-sees-hint = The administrators of the account and the publisher see all cases.
support-sees-own = Me
support-sees-own-hint = And those who watch the case.
support-sees-a-team = A team
support-sees-team = The team { $name }
support-sees-account = All members of the account
support-seen-by-own = Who asked, those who watch the case, and the administrators
support-seen-by-team = The team { $name }, who asked, those who watch the case, and the administrators
support-seen-by-account = All members of the account
support-seen-by-person = Who asked alone
support-share = Change who sees it
support-shared = Changed.
support-watchers = Watchers
support-watchers-none = Nobody else watches this case.
support-watch-label = Add a member
support-watch-hint = This member will see the case and get the answers by e-mail.
support-watch = Add
support-watched = This member now watches the case.
support-unwatch = Remove { $name }
support-unwatched = This member no longer watches the case.

## Files

support-files = Files
support-files-hint = At most { $n } files of at most { $mb } MB each. Choose them together.
support-file-size = { $n } KB
support-file-mb = Size of a file (MB)
support-file-mb-hint = At most 500; 0 to take no files.
support-account-mb = Files of an account, in all (MB)
support-files-again = Choose your files again: they have not been sent yet.
support-files-taken = { $hint } Kinds that are taken: { $kinds }.
support-kinds-list = { $list }; { $kind }
support-file-kinds = Kinds of files that are taken
support-file-kinds-hint = By their content. Programs are never taken.
support-kind-image = Images
support-kind-document = Documents: PDF, office
support-kind-text = Texts: logs, CSV tables, XML
support-kind-archive = Archives: ZIP, 7z
support-kind-media = Sound and video
support-kind-other = Others: files of applications
support-staff-by-mail = Answers of staff by e-mail go to the customer
support-staff-by-mail-hint = Otherwise they become internal notes: who passes a notification on passes on the way to answer it as well.
support-mb-range = Give a whole number from 0 to { $n }.

## Remarks

support-remark-title = A remark?
support-remark-lead = An error, an idea, a question about this page: write to us.
support-remark-label = Your remark
support-remark-hint = We get the address of the page as well. You find the answer among your cases.
support-remark-sent = Thank you. Your remark has the number { $number }.

## Levels

support-levels-title = Support levels
support-levels-lead = What each level gives, and which one your account has. Times are counted in business hours.
support-levels-staff-lead = The reply times that you promise, in business hours of your calendar.
support-level = Support level
support-level-own = Your level
support-own-level = Your support level: { $name }. An answer comes within these times at the latest:
support-level-first = By default
support-level-new = New level
support-level-lead = What is promised to open cases already does not change.
support-level-name = Name in French
support-level-name-en = Name in English
support-promise = Reply times
support-promise-hint = In business hours, for example 8 or 0.5.
support-callers = Designated callers
support-others = Other members may call
support-others-label = Members who are no designated callers may call as well
support-yes = yes
support-no = no
support-place = Rank
support-place-hint = The first level is that of accounts which were given no other.
support-give = Give this level
support-give-hint = Holds for answers owed from now on.
support-account-title = Support of { $name }
support-office = Opening hours: { $hours }.
support-business-minutes = { $n ->
    [one] { $n } business minute
   *[other] { $n } business minutes
}
support-business-hours = { $n ->
    [one] { $n } business hour
   *[other] { $n } business hours
}
support-business-both = { $hours } h { $minutes } min of business time
support-hours-malformed = Give hours, for example 8 or 0.5; at most 2,000.
support-number-range = Give a whole number from 0 to 1,000.

## Staff

support-queue-title = Cases
support-queue-lead = Answers that are owed, the most pressing first.
support-queue-owed = Answers owed
support-queue-own = My answers owed
support-queue-nobodys = Answers owed, to be taken
support-queue-empty = No answer is owed.
support-view = View
support-assignee = Agent
support-assign = Assign
support-assigned = Changed.
support-answer-label = Answer or note
support-answer-verb = Answer
support-answered-done = Your answer is sent.
support-note-verb = Internal note
support-noted = The note is added. No customer sees it.
support-then = Then
support-then-waiting = Wait for the customer
support-then-solved = Solved
support-then-open = We go on: another answer will follow
support-begin-with = Prepared answer to add
support-begin = Add to the answer
support-merge = Merge
support-merge-title = Merge { $number }
support-merge-lead = This case is closed and leads to the other one, which who asked will watch from now on.
support-merge-into = Into the case
support-merge-hint = For example CAS-2026-000123. It must be open and of the same customer.
support-merged = The cases are merged.
support-number-malformed = The number of a case is written CAS-2026-000123.
support-canned = Canned answer
support-canned-title = Canned answers
support-canned-lead = Answers to insert, then to adapt.
support-canned-none = No canned answer yet.
support-canned-new = New canned answer
support-canned-name = Title
support-canned-removed = The canned answer is removed.
support-settings-title = Support settings
support-settings-lead = What customers choose from, and when cases are closed.
support-products = Products
support-products-hint = One on each line. Without a list, customers type the product's name.
support-products-too-many = At most { $most } products.
support-close-days = Days until a solved case is closed
support-reopen-days = Days during which an answer reopens an ended case

## Refusals

support-refused-unknown = There is no such case.
support-refused-no-token = This form has expired. Send it again.
support-refused-too-many = You have opened { $most } cases in one day: write in an open one instead, or come back tomorrow.
support-refused-too-many-messages = You have written { $most } messages in one day: put the rest into one, or come back tomorrow.
support-refused-company = Choose a company of the account.
support-refused-team = Choose one of your teams.
support-refused-added = You only watch this case: ask its requester or an admin to let others see it.
support-refused-too-late = This case ended too long ago. Open a new request and name its number.
support-refused-merged = This case goes on in another one: write there.
support-refused-closed = This case is closed already.
support-refused-not-a-member = This person is not a member of the account.
support-refused-not-staff = This person does not answer cases.
support-refused-no-room = Your files fill the room that there is. Send fewer files, or write to us how to hand them over.
support-refused-not-mergeable = These cases cannot be merged: the other one must be open and of the same customer.

## Log and events

support-audit-opened = Support case opened
support-audit-answered = Support case: answer
support-audit-reopened = Support case reopened
support-audit-closed = Support case closed
support-audit-shared = Support case shared differently
support-audit-watched = Support case watched
support-audit-unwatched = Support case no longer watched
support-audit-priority = Priority of a case changed
support-audit-merged = Support case merged
support-audit-into = Into
support-audit-level-given = Support level given
support-audit-level-set = Support level set
support-audit-canned-set = Canned answer set
support-audit-settings-set = Support set
support-told-answered = A case has been answered
support-told-closed = A case is closed
support-told-opened = A case is opened

## Personal data

support-kept-cases = The support cases that you opened or follow.
support-kept-cases-why = To answer you, and to find again what was said.
support-kept-how-long = As long as the customer account exists.
support-kept-cases-after = You follow no case any more; the cases stay with the account, under a number that no longer names you.
support-kept-messages = What you wrote in these cases.
support-kept-messages-why = A conversation of which one half is missing cannot be understood any more.
support-kept-messages-after = The conversation belongs to your company as well: it stays as it is, without your name. If you wrote something there that must go, write to us.
support-kept-files = The files that you sent with these cases.
support-kept-files-after = The files of your own requests are erased; those in cases of an account stay with it, without your name.
support-kept-mails = The answers that you sent by e-mail: the case, the moment, and the address where it was not yours.
support-kept-mails-why = So that a mail that comes twice counts once, and that one sees where an answer comes from.
support-kept-mails-after = The moment stays, without your name; the addresses are erased.
