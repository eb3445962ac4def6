DROP TABLE pz.recovery_papers;
