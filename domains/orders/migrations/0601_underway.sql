-- Why an order is not to be paid another way now, nor cancelled by its customer: a provider has money for it that is not recorded.
ALTER TABLE orders ADD COLUMN underway {text};
