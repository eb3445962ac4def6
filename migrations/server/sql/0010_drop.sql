DROP TABLE pz.device_usage;
DROP TABLE pz.practice_usage;
DROP TABLE pz.limits;
