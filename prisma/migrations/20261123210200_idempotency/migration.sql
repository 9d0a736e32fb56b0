-- Requests that must not be done twice: a repeated key gets the id and the answer of its first request, and
-- is refused when the request is another one.
CREATE TABLE idempotency_key (
  actor_id text NOT NULL,
  key text NOT NULL CHECK (length(key) BETWEEN 8 AND 128),
  operation text NOT NULL,
  request_hash text NOT NULL,
  subject_id uuid NOT NULL,
  status integer,
  answer jsonb,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (actor_id, key)
);
CREATE INDEX idempotency_key_created ON idempotency_key (created_at);

GRANT SELECT, INSERT, UPDATE (status, answer) ON idempotency_key TO lending_api;
