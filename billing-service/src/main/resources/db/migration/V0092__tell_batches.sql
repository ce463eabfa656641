-- A batch's line is charged by the batch's prices of its price version.
ALTER TABLE usage_record ADD COLUMN of_batch boolean NOT NULL DEFAULT false;
