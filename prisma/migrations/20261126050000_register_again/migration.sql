-- An enterprise is registered once with an institution. A registration that nobody confirmed in time counts no
-- more: whoever mistyped the mail address, or was registered by a stranger, may register again.
ALTER TABLE enterprise DROP CONSTRAINT enterprise_institution_id_uscc_key;
CREATE UNIQUE INDEX enterprise_registered_once ON enterprise (institution_id, uscc) WHERE stage <> 'EXPIRED';
