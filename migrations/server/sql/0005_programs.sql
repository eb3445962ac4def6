-- Revision 5: which program a device said it runs, so that an owner sees which laptops still need an update.

ALTER TABLE pz.devices ADD COLUMN program TEXT,
  ADD CONSTRAINT ck_devices_program_size CHECK (octet_length(program) <= 40);
