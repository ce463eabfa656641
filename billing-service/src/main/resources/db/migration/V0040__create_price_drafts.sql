-- What the catalogue file says of prices, and drafts that change it (ADR 0029). Adds tables only: pods of the release
-- before go on publishing the file's prices.

-- The file's prices before any multiplier, each time they changed: every replica compiles versions from the same ones.
CREATE TABLE price_file (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  hash text NOT NULL,
  base jsonb NOT NULL,
  read_at timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER price_file_append_only BEFORE UPDATE OR DELETE ON price_file
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER price_file_no_truncate BEFORE TRUNCATE ON price_file
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE price_draft (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source text NOT NULL CHECK (source IN ('api', 'model_prices')),
  note text,
  -- PricePatch: prices, multipliers and costs, and what falls back to the file's.
  patch jsonb NOT NULL,
  -- What an import took and skipped.
  report jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  published_at timestamptz,
  effective_from timestamptz,
  CONSTRAINT published_has_its_time CHECK ((published_at IS NULL) = (effective_from IS NULL)),
  CONSTRAINT takes_notice CHECK (effective_from > published_at)
);
CREATE INDEX price_draft_published ON price_draft (effective_from, id) WHERE published_at IS NOT NULL;

-- A draft may be published, or deleted while it is none of the prices. What it says never changes.
CREATE FUNCTION refuse_change_of_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.published_at IS NOT NULL THEN
    RAISE EXCEPTION 'price draft % is published: it never changes', OLD.id;
  END IF;
  IF TG_OP = 'UPDATE' AND (OLD.id, OLD.source, OLD.note, OLD.patch, OLD.report, OLD.created_at)
      IS DISTINCT FROM (NEW.id, NEW.source, NEW.note, NEW.patch, NEW.report, NEW.created_at) THEN
    RAISE EXCEPTION 'price draft % can be published or deleted, not changed', OLD.id;
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER price_draft_published_stays BEFORE UPDATE OR DELETE ON price_draft
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_draft();
CREATE TRIGGER price_draft_no_truncate BEFORE TRUNCATE ON price_draft
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER price_version_no_truncate BEFORE TRUNCATE ON price_version
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
