-- Revision 21: every certificate that a device was ever given stays. Whoever has an owner's login may give any device
-- another one, and the server cannot tell a good one from a bad one; laptops and the recovery paper can, as long as they
-- are shown the good one. What device_grants holds is the one given last, for programs that know no others.

CREATE TABLE pz.device_certs (
  workspace_id UUID NOT NULL,
  device_id UUID NOT NULL,
  number INTEGER NOT NULL,
  cert BYTEA NOT NULL,
  given_by TEXT,
  given_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  PRIMARY KEY (workspace_id, device_id, number),
  CONSTRAINT ck_device_certs_number CHECK (number > 0),
  CONSTRAINT ck_device_certs_cert_size CHECK (octet_length(cert) <= 512),
  CONSTRAINT ck_device_certs_given_by_size CHECK (octet_length(given_by) <= 63),
  CONSTRAINT fk_device_certs_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE,
  CONSTRAINT fk_device_certs_device FOREIGN KEY(device_id) REFERENCES pz.devices (device_id)
);

-- No policy stands while tables change, and without one the owner of a table sees nothing of it. Who gave those of
-- before is not known.
ALTER TABLE pz.device_grants NO FORCE ROW LEVEL SECURITY;
INSERT INTO pz.device_certs (workspace_id, device_id, number, cert, given_at)
  SELECT g.workspace_id, g.device_id, 1, g.cert, g.granted_at FROM pz.device_grants g
  WHERE octet_length(g.cert) <= 512;
ALTER TABLE pz.device_grants FORCE ROW LEVEL SECURITY;
