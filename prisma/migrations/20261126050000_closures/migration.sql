-- What was closed can be opened again. Who closed and opened it stands in the audit trail.

GRANT DELETE ON "closure" TO evenkeel_app;
