-- Lists that somebody takes out as a file: the row is the job, made by a worker page by page. Sealed, for whoever asked
-- alone, and removed after a day or so (security parameters).
CREATE TABLE export_file (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  asked_by text NOT NULL REFERENCES "user",
  what text NOT NULL CHECK (what IN ('TASKS', 'LOANS', 'PAYMENTS', 'ENTRIES', 'AUDIT')),
  format text NOT NULL DEFAULT 'CSV' CHECK (format IN ('CSV', 'XLSX')),
  -- As the list would be asked for.
  filter jsonb NOT NULL,
  status text NOT NULL DEFAULT 'WAITING' CHECK (status IN ('WAITING', 'RUNNING', 'DONE', 'FAILED')),
  row_count integer NOT NULL DEFAULT 0 CHECK (row_count >= 0),
  -- False where there were more rows than a file may have.
  is_whole boolean NOT NULL DEFAULT true,
  -- The text of a CSV, or the bytes of an XLSX in base64.
  content_cipher bytea,
  -- Until then the worker that makes it is believed to be at it.
  lease_until timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  finished_at timestamptz(3),
  CHECK ((status = 'DONE') = (content_cipher IS NOT NULL)),
  CHECK ((status IN ('DONE', 'FAILED')) = (finished_at IS NOT NULL))
);
CREATE INDEX export_file_asked ON export_file (asked_by, created_at);
CREATE INDEX export_file_open ON export_file (created_at) WHERE status IN ('WAITING', 'RUNNING');
CREATE INDEX export_file_age ON export_file (created_at);

GRANT SELECT, INSERT (id, institution_id, asked_by, what, format, filter), DELETE ON export_file TO lending_api;
GRANT SELECT, UPDATE (status, row_count, is_whole, content_cipher, lease_until, finished_at) ON export_file
  TO lending_worker;
-- Who a machine of the audit trail is.
GRANT SELECT (id, name) ON machine TO lending_worker;
