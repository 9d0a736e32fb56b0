-- What of a ladder waits for the outcome of a debit is done as soon as it is known, not on the day after: the loan's
-- process, which knows it, tells the ladder's.

ALTER TABLE collection_episode ADD COLUMN awaits_debit boolean NOT NULL DEFAULT false;
GRANT UPDATE (awaits_debit) ON collection_episode TO lending_worker;
