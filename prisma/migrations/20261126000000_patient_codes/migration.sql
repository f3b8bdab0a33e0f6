-- Patients sign in by a code that is mailed to the address that the register has of them.

-- PART 1: the codes

-- One for an address: a new one takes the place of the old. Neither an address nor a code can be read or tried out here,
-- for both are hashed by the server's secret.
CREATE TABLE auth."patientCode" (
  "address" TEXT PRIMARY KEY,
  "code" TEXT NOT NULL,
  "expiresAt" TIMESTAMPTZ NOT NULL,
  -- Wrong ones, from browsers that nobody has signed in on, and from those that this address is known on: the former do
  -- not use up the tries of the latter.
  "strangersTries" INTEGER NOT NULL DEFAULT 0,
  "knownTries" INTEGER NOT NULL DEFAULT 0
);
GRANT SELECT, INSERT, UPDATE, DELETE ON auth."patientCode" TO evenkeel_auth;

-- PART 2: who has which address

-- Made by PostgreSQL, because row-level security lets no index of lower("email") be used: lower() might tell.
ALTER TABLE "patient" ADD COLUMN "email_key" TEXT GENERATED ALWAYS AS (lower("email")) STORED;

-- CreateIndex
CREATE INDEX "patient_email_key_idx" ON "patient"("email_key");

-- A look-up before the clinic is known: the patients of an address, and the account of each who has one.
CREATE FUNCTION patients_at(address text)
RETURNS TABLE (clinic_id uuid, patient_id uuid, user_id text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('evenkeel.lookup', 'on', true);
  RETURN QUERY
    SELECT p.clinic_id, p.id, m.user_id
    FROM public.patient p
    LEFT JOIN public.membership m ON m.clinic_id = p.clinic_id AND m.patient_id = p.id
    WHERE p.email_key = address
    ORDER BY p.clinic_id, p.id;
  PERFORM set_config('evenkeel.lookup', '', true);
END
$$;

REVOKE ALL ON FUNCTION patients_at(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION patients_at(text) TO evenkeel_app;

-- PART 3: whom the demo offers

-- As before, but for those who have no password: a patient who signed in by a code has an account, and no password.
CREATE OR REPLACE FUNCTION demo_people()
RETURNS TABLE (clinic_id uuid, id uuid, name text, role text, email text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('evenkeel.lookup', 'on', true);
  RETURN QUERY
    SELECT m.clinic_id, coalesce(st.id, p.id), coalesce(st.name, p.given_name || ' ' || p.family_name),
      coalesce(st.role, 'patient'), u."email"
    FROM public.membership m
    JOIN public.clinic c ON c.id = m.clinic_id AND c.is_demo
    JOIN auth."user" u ON u."id" = m.user_id
    JOIN auth."account" a ON a."userId" = u."id" AND a."providerId" = 'credential'
    LEFT JOIN public.staff st ON st.clinic_id = m.clinic_id AND st.id = m.staff_id
    LEFT JOIN public.patient p ON p.clinic_id = m.clinic_id AND p.id = m.patient_id
    WHERE m.staff_id IS NULL OR st.active
    ORDER BY array_position(ARRAY['front-desk', 'nurse', 'clinician', 'admin', 'patient'], coalesce(st.role, 'patient')), 3, 2;
  PERFORM set_config('evenkeel.lookup', '', true);
END
$$;
