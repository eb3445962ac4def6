DROP TABLE pz.wipe_orders;
DROP TABLE pz.key_manifests;
