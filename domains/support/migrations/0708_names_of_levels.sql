-- What a level is called in English; nothing: as in French.
ALTER TABLE support_levels ADD COLUMN name_en {text} NOT NULL DEFAULT '';
