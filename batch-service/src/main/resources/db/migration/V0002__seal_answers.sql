-- Answers are sealed under a master key, which sealed_by names; answer is what versions before wrote, as it was. A column
-- of its own, so that such a version beside finds no answer where one is sealed, and fails instead of telling ciphertext.
ALTER TABLE line
    ADD COLUMN sealed    bytea,
    ADD COLUMN sealed_by text,
    ADD CONSTRAINT line_sealed_by_a_key CHECK ((sealed IS NULL) = (sealed_by IS NULL));
-- What is sealed does not get smaller by compression.
ALTER TABLE line ALTER COLUMN sealed SET STORAGE EXTERNAL;
