-- What PayPal has of a payment while that is a part only, in cents, and what staff decided about it.
ALTER TABLE paypal_payments ADD COLUMN part BIGINT;
ALTER TABLE paypal_payments ADD COLUMN decided {text};
