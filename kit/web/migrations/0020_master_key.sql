-- Which master key this database belongs to: one row, with a mark that is derived from the key and tells nothing of it.
CREATE TABLE master_key (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    mark {bytes} NOT NULL
);
