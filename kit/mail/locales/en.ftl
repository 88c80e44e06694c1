mail-address-missing = Enter an e-mail address.
mail-address-too-long = This address is too long: 254 characters at most.
mail-address-malformed = This is not a valid address. Example: first.last@company.com
mail-text-no-subject = The first line is the subject of the message: 150 characters at most.
mail-text-no-body = Leave an empty line after the subject, then write the text.
mail-text-unknown-placeholder = { $name } does not exist in this message: use the fields of the list.
