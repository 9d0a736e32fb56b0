-- The facts of the platform. What these migrations refuse can't be done by any bug above them.
-- Money is bigint fen. Instants are timestamptz, business days are date. Every case belongs to one institution:
-- foreign keys carry institution_id along, so that a row can't point into another institution.
--
-- Institutions, the enterprises that they serve, and people: of enterprises and of institutions.

CREATE TABLE institution (
  id uuid PRIMARY KEY,
  code text NOT NULL UNIQUE,
  name_zh text NOT NULL,
  name_en text NOT NULL,
  bank_account_no text NOT NULL UNIQUE,
  -- Of a small-loan company, whose loans to one borrower are limited by it; null for others.
  net_assets_fen bigint CHECK (net_assets_fen >= 0),
  -- The day on which its books begin: what was there before is its opening balance. Reconciliation and end of day
  -- begin there; null until then.
  books_from date,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);

CREATE TABLE enterprise (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  uscc text NOT NULL,
  name text NOT NULL,
  stage text NOT NULL CHECK (stage IN
    ('AWAITING_ACTIVATION', 'CHECKING', 'IN_REVIEW', 'ACTIVE', 'REFUSED', 'EXPIRED')),
  refusal_code text,
  refusal_reason text,
  -- The number of the reason, where a person refused it.
  refusal_reason_code text,
  risk_grade text CHECK (risk_grade IN ('HIGH', 'MEDIUM', 'LOW')),
  mobile_cipher bytea NOT NULL,
  mobile_index text NOT NULL,
  -- Since when somebody is known to answer at the phone; null until a code was typed.
  mobile_confirmed_at timestamptz(3),
  mail_cipher bytea NOT NULL,
  mail_index text NOT NULL,
  legal_person_cipher bytea NOT NULL,
  bank_account_cipher bytea NOT NULL,
  bank_account_index text NOT NULL,
  locale text NOT NULL DEFAULT 'zh-CN' CHECK (locale IN ('zh-CN', 'en')),
  registry_result jsonb,
  screening_result jsonb,
  stage_since timestamptz(3) NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (id, institution_id)
);
-- An enterprise is registered once with an institution. A registration that nobody confirmed in time counts no
-- more, nor does one that was refused: whoever mistyped the mail address, or was registered by a stranger who then
-- was found out, may register again.
CREATE UNIQUE INDEX enterprise_registered_once ON enterprise (institution_id, uscc)
  WHERE stage NOT IN ('EXPIRED', 'REFUSED');
CREATE INDEX enterprise_stage ON enterprise (institution_id, stage);
-- Those whose process goes on: looked for in turn.
CREATE INDEX enterprise_open ON enterprise (id) WHERE stage IN ('AWAITING_ACTIVATION', 'CHECKING', 'IN_REVIEW');
CREATE INDEX enterprise_mail_index ON enterprise (mail_index);

-- better-auth's columns; what is personal stands sealed. `email` is the blind index of a mail address in the form of
-- an address that nobody can have, and there is no name in the clear.
CREATE TABLE "user" (
  id text PRIMARY KEY,
  person_cipher bytea NOT NULL,
  name text NOT NULL DEFAULT '' CHECK (name = ''),
  email text NOT NULL UNIQUE CHECK (email ~ '^[0-9a-f]{64}@index[.]invalid$'),
  email_verified boolean NOT NULL DEFAULT false,
  image text,
  -- Since when the person has a second factor; kept by the factors themselves.
  factor_since timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now()
);

CREATE TABLE session (
  id text PRIMARY KEY,
  expires_at timestamptz(3) NOT NULL,
  token text NOT NULL UNIQUE,
  ip_address text,
  user_agent text,
  user_id text NOT NULL REFERENCES "user" ON DELETE CASCADE,
  -- When a second factor was proved in it last; null: the password alone.
  factor_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX session_user_id ON session (user_id);

CREATE TABLE auth_account (
  id text PRIMARY KEY,
  account_id text NOT NULL,
  provider_id text NOT NULL,
  user_id text NOT NULL REFERENCES "user" ON DELETE CASCADE,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz(3),
  refresh_token_expires_at timestamptz(3),
  scope text,
  password text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX auth_account_user_id ON auth_account (user_id);

CREATE TABLE verification (
  id text PRIMARY KEY,
  identifier text NOT NULL,
  value text NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX verification_identifier ON verification (identifier);

-- How often something was done, by a keyed hash of who did it. Counts that are lost in a crash begin anew.
CREATE UNLOGGED TABLE request_limit (
  key text PRIMARY KEY,
  points integer NOT NULL,
  expire bigint
);
CREATE INDEX request_limit_expire ON request_limit (expire);

CREATE TABLE membership (
  id uuid PRIMARY KEY,
  user_id text NOT NULL REFERENCES "user" ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN
    ('applicant', 'customer_service', 'reviewer', 'approver', 'committee', 'committee_chair', 'board', 'finance',
     'risk', 'admin', 'auditor', 'operator')),
  institution_id uuid REFERENCES institution,
  enterprise_id uuid REFERENCES enterprise,
  -- By which change of two people somebody of staff has it (staff_change); null for people of an enterprise, and for
  -- whom the owner of the database made staff.
  change_id uuid UNIQUE,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT membership_right_once UNIQUE NULLS NOT DISTINCT (user_id, role, enterprise_id),
  CHECK (enterprise_id IS NULL OR change_id IS NULL),
  -- People of an enterprise are never staff, and the platform's operator is of no institution: the kinds of role
  -- can't be mixed in one row.
  CHECK ((role = 'applicant') = (enterprise_id IS NOT NULL)),
  CHECK ((role NOT IN ('applicant', 'operator')) = (institution_id IS NOT NULL))
);
CREATE INDEX membership_institution ON membership (institution_id, role);
CREATE UNIQUE INDEX membership_one_chair ON membership (institution_id) WHERE role = 'committee_chair';

-- Whether the session is the owner's of the tables, whatever function it is in.
CREATE FUNCTION is_owner() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT pg_has_role(session_user, relowner, 'MEMBER') FROM pg_class WHERE oid = 'membership'::regclass
$$;

-- Whether a change is the owner's rotation of keys and nothing else: the same values, sealed anew. What never changes
-- may be sealed under a new key all the same, or no key could ever be given up.
CREATE FUNCTION is_resealed(before jsonb, after jsonb) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT is_owner() AND NOT EXISTS (
    SELECT FROM jsonb_each(before) o JOIN jsonb_each(after) n USING (key)
      WHERE o.value IS DISTINCT FROM n.value AND key !~ '_(cipher|index)$'
        AND (key <> 'payload' OR (o.value - 'cipher' - 'index') IS DISTINCT FROM (n.value - 'cipher' - 'index')))
$$;

-- Over the API somebody registers an enterprise and becomes its first person: that makes nobody a person of an
-- enterprise that others have registered. Staff are made by a change that two people have agreed to, once.
CREATE FUNCTION guard_membership() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.role <> 'applicant' AND (NEW.change_id IS NOT NULL OR NOT is_owner()) THEN
    UPDATE staff_change SET done_at = now(), user_id = NEW.user_id
      WHERE id = NEW.change_id AND kind IN ('INVITE', 'GRANT') AND status = 'APPROVED' AND done_at IS NULL
        AND role = NEW.role AND institution_id IS NOT DISTINCT FROM NEW.institution_id
        AND user_id IS NOT DISTINCT FROM CASE kind WHEN 'GRANT' THEN NEW.user_id END;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'membership: no two people have agreed that % is %', NEW.user_id, NEW.role
        USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  IF NEW.role = 'applicant' AND NOT is_owner() AND (
      EXISTS (SELECT FROM membership WHERE enterprise_id = NEW.enterprise_id) OR NOT EXISTS (
        SELECT FROM enterprise WHERE id = NEW.enterprise_id AND stage = 'AWAITING_ACTIVATION')) THEN
    RAISE EXCEPTION 'membership: enterprise % has its people', NEW.enterprise_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_membership BEFORE INSERT ON membership FOR EACH ROW EXECUTE FUNCTION guard_membership();
ALTER TABLE membership ENABLE ALWAYS TRIGGER guard_membership;

-- One home: a person may belong to several enterprises, and else to one institution, or to the platform. Whoever gives
-- rights, and whoever audits, does nothing else (GB/T 22239-2019, level 3: administration, security and audit are
-- different people). Holds for the owner too.
CREATE FUNCTION judge_home() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- Two at once come one after the other.
  PERFORM FROM "user" WHERE id = NEW.user_id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM membership WHERE user_id = NEW.user_id
               AND (institution_id, role = 'applicant') IS DISTINCT FROM (NEW.institution_id, NEW.role = 'applicant'))
  THEN
    RAISE EXCEPTION 'membership: % has another home', NEW.user_id USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM membership WHERE user_id = NEW.user_id AND role <> NEW.role
               AND ARRAY[role, NEW.role] && ARRAY['admin', 'auditor']) THEN
    RAISE EXCEPTION 'membership: % would be %, and something else', NEW.user_id, NEW.role
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER judge_home BEFORE INSERT ON membership FOR EACH ROW EXECUTE FUNCTION judge_home();
ALTER TABLE membership ENABLE ALWAYS TRIGGER judge_home;

-- The operator looks into one institution, in an emergency: why and until when is said before, ends by itself, and is
-- never made longer. How long at most is a parameter (security); no mistake in it lets a look last more than a day.
CREATE TABLE emergency_access (
  id uuid PRIMARY KEY,
  operator_id text NOT NULL REFERENCES "user",
  institution_id uuid NOT NULL REFERENCES institution,
  reason text NOT NULL CHECK (btrim(reason) <> ''),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  ends_at timestamptz(3) NOT NULL CHECK (ends_at >= created_at AND ends_at <= created_at + interval '1 day')
);
CREATE INDEX emergency_access_operator ON emergency_access (operator_id, ends_at);
CREATE INDEX emergency_access_institution ON emergency_access (institution_id, created_at);

CREATE FUNCTION guard_emergency_access() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NOT EXISTS (
      SELECT FROM membership WHERE user_id = NEW.operator_id AND role = 'operator') THEN
    RAISE EXCEPTION 'emergency access: % is no operator', NEW.operator_id USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND ((NEW.id, NEW.operator_id, NEW.institution_id, NEW.reason, NEW.created_at)
      IS DISTINCT FROM (OLD.id, OLD.operator_id, OLD.institution_id, OLD.reason, OLD.created_at)
      OR NEW.ends_at > OLD.ends_at) THEN
    RAISE EXCEPTION 'emergency access %: it may only end earlier', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_emergency_access BEFORE INSERT OR UPDATE ON emergency_access
  FOR EACH ROW EXECUTE FUNCTION guard_emergency_access();
ALTER TABLE emergency_access ENABLE ALWAYS TRIGGER guard_emergency_access;
