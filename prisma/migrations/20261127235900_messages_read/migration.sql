-- What people of an enterprise have read of what was written to it: each reads for themselves, and nobody unreads.
CREATE TABLE message_reading (
  message_id uuid NOT NULL REFERENCES message ON DELETE CASCADE,
  user_id text NOT NULL REFERENCES "user" ON DELETE CASCADE,
  read_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (message_id, user_id)
);
GRANT SELECT, INSERT (message_id, user_id) ON message_reading TO lending_api;
