-- What belongs to one person's desk and to nobody else: what was typed and not sent yet, and how they like to look at
-- it.

-- Sealed: half a registration is personal data as a whole one is. A version counts what was saved, so that one who
-- types in two windows is told instead of losing the one for the other. Removed when sent, when its case is over, and
-- after some days (security parameters).
CREATE TABLE draft (
  user_id text NOT NULL REFERENCES "user" ON DELETE CASCADE,
  -- Which form, and what it is about: an id, or a word for what has none yet.
  form text NOT NULL CHECK (form ~ '^[a-z][a-zA-Z]{0,39}$'),
  subject text NOT NULL CHECK (subject ~ '^[A-Za-z0-9-]{1,64}$'),
  version integer NOT NULL CHECK (version > 0),
  content_cipher bytea NOT NULL,
  saved_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, form, subject)
);
CREATE INDEX draft_saved_at ON draft (saved_at);

CREATE TABLE preference (
  user_id text PRIMARY KEY REFERENCES "user" ON DELETE CASCADE,
  chosen jsonb NOT NULL,
  updated_at timestamptz(3) NOT NULL DEFAULT now()
);

GRANT SELECT, INSERT (user_id, form, subject, version, content_cipher), UPDATE (version, content_cipher, saved_at),
  DELETE ON draft TO lending_api;
GRANT SELECT, INSERT (user_id, chosen), UPDATE (chosen, updated_at) ON preference TO lending_api;
