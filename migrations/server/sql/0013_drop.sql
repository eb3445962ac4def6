ALTER TABLE pz.clients DROP CONSTRAINT ck_clients_clinical_digest_size, DROP COLUMN clinical_digest;
ALTER TABLE pz.key_manifests DROP COLUMN clinical;
