-- The network that a sign-up came from, as a keyed hash bound to its address: who floods an address from one network does not keep its owner
-- from signing up. Forgotten when the sign-up is confirmed.
ALTER TABLE sign_ups ADD COLUMN network {bytes};
