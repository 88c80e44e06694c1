# The pages that only the demonstration has.
demo-outbox-title = Mail of the demonstration
demo-outbox-lead = Nothing leaves this place: what the demonstration sends stays in its outbox. The newest messages come first.
demo-outbox-search = Recipient’s address
demo-outbox-search-hint = camille@example.com
demo-outbox-empty = No message
demo-outbox-empty-text = Ask for a new password, or invite somebody: the message will appear here.
demo-outbox-to = To { $address }
demo-outbox-html = See the message as it is designed
