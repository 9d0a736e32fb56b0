-- Whether the open processes know how the clock runs. A start that dies before it has told them leaves it unset.
ALTER TABLE clock_segment ADD COLUMN is_told boolean NOT NULL DEFAULT false;
