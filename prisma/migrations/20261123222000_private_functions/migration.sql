-- PostgreSQL lets everybody call a new function, and only a default without a schema changes that: the ones
-- that write the ledger run with the owner's rights and are for the worker alone.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
