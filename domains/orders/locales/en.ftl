orders-tab = x
orders-receipts-title = x
orders-settings-title = x
