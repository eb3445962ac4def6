-- Revision 13: from a list of keys on, what is clinical lies under a key of its own. Whoever may not read a client's
-- clinical cells gets their digest instead, which the digest of the row covers.

ALTER TABLE pz.key_manifests ADD COLUMN clinical BOOLEAN DEFAULT false NOT NULL;
ALTER TABLE pz.clients ADD COLUMN clinical_digest BYTEA,
  ADD CONSTRAINT ck_clients_clinical_digest_size CHECK (octet_length(clinical_digest) <= 36);
