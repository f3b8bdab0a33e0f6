-- Who may sign in. The sign-in library's tables are in a schema of their own, with ids of their own; a membership binds
-- one of its users to a clinic. No clinic's data is in that schema, and no role that reads a clinic's data may read it.

-- PART 1: the library's tables (getAuthTables of better-auth; tests/db/accounts.test.ts compares)

CREATE SCHEMA auth;

CREATE TABLE auth."user" (
  "id" TEXT PRIMARY KEY,
  "name" TEXT NOT NULL,
  "email" TEXT NOT NULL UNIQUE,
  "emailVerified" BOOLEAN NOT NULL DEFAULT false,
  "image" TEXT,
  "twoFactorEnabled" BOOLEAN DEFAULT false,
  "createdAt" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "updatedAt" TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE TABLE auth."session" (
  "id" TEXT PRIMARY KEY,
  -- Its SHA-256 in base64url: who reads this table can sign in as nobody.
  "token" TEXT NOT NULL UNIQUE,
  "userId" TEXT NOT NULL REFERENCES auth."user" ("id") ON DELETE CASCADE,
  "ipAddress" TEXT,
  "userAgent" TEXT,
  "createdAt" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "updatedAt" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "expiresAt" TIMESTAMPTZ NOT NULL,
  -- Ours: when its person last did something. Idle sessions end.
  "lastSeenAt" TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX "session_userId_idx" ON auth."session" ("userId");

CREATE TABLE auth."account" (
  "id" TEXT PRIMARY KEY,
  "accountId" TEXT NOT NULL,
  "providerId" TEXT NOT NULL,
  "userId" TEXT NOT NULL REFERENCES auth."user" ("id") ON DELETE CASCADE,
  "accessToken" TEXT,
  "refreshToken" TEXT,
  "idToken" TEXT,
  "accessTokenExpiresAt" TIMESTAMPTZ,
  "refreshTokenExpiresAt" TIMESTAMPTZ,
  "scope" TEXT,
  "password" TEXT,
  "createdAt" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "updatedAt" TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX "account_userId_idx" ON auth."account" ("userId");

CREATE TABLE auth."verification" (
  "id" TEXT PRIMARY KEY,
  "identifier" TEXT NOT NULL,
  "value" TEXT NOT NULL,
  "expiresAt" TIMESTAMPTZ NOT NULL,
  "createdAt" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "updatedAt" TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX "verification_identifier_idx" ON auth."verification" ("identifier");

CREATE TABLE auth."twoFactor" (
  "id" TEXT PRIMARY KEY,
  "secret" TEXT NOT NULL,
  "backupCodes" TEXT NOT NULL,
  "userId" TEXT NOT NULL REFERENCES auth."user" ("id") ON DELETE CASCADE,
  "verified" BOOLEAN DEFAULT true,
  "failedVerificationCount" INTEGER DEFAULT 0,
  "lockedUntil" TIMESTAMPTZ
);
CREATE INDEX "twoFactor_userId_idx" ON auth."twoFactor" ("userId");

-- Ours: guesses that failed, counted where a restart does not forget them (rate-limiter-flexible).
CREATE TABLE auth."throttle" (
  "key" VARCHAR(255) PRIMARY KEY,
  "points" INTEGER NOT NULL DEFAULT 0,
  "expire" BIGINT
);

-- Ours: browsers on which somebody has signed in. They are not held up by what others guess. The hash of what the
-- browser keeps; several people may share one.
CREATE TABLE auth."device" (
  "hash" TEXT NOT NULL,
  "userId" TEXT NOT NULL REFERENCES auth."user" ("id") ON DELETE CASCADE,
  "seenAt" TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY ("hash", "userId")
);
CREATE INDEX "device_userId_idx" ON auth."device" ("userId");

-- Ours: links by which a new password may be set, by the hash of what was mailed.
CREATE TABLE auth."passwordReset" (
  "hash" TEXT PRIMARY KEY,
  "userId" TEXT NOT NULL REFERENCES auth."user" ("id") ON DELETE CASCADE,
  "expiresAt" TIMESTAMPTZ NOT NULL
);
CREATE INDEX "passwordReset_userId_idx" ON auth."passwordReset" ("userId");

-- PART 2: who is a member of which clinic, and as whom

-- CreateTable
CREATE TABLE "membership" (
    "clinic_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "staff_id" UUID,
    "patient_id" UUID,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("clinic_id","user_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "membership_user_id_key" ON "membership"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "membership_clinic_id_staff_id_key" ON "membership"("clinic_id", "staff_id");

-- CreateIndex
CREATE UNIQUE INDEX "membership_clinic_id_patient_id_key" ON "membership"("clinic_id", "patient_id");

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_clinic_id_fkey" FOREIGN KEY ("clinic_id") REFERENCES "clinic"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_clinic_id_staff_id_fkey" FOREIGN KEY ("clinic_id", "staff_id") REFERENCES "staff"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_clinic_id_patient_id_fkey" FOREIGN KEY ("clinic_id", "patient_id") REFERENCES "patient"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "membership" ADD CONSTRAINT "membership_is_staff_or_patient" CHECK (num_nonnulls("staff_id", "patient_id") = 1);

GRANT SELECT, INSERT, DELETE ON "membership" TO evenkeel_app;
ALTER TABLE "membership" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "in_clinic" ON "membership" TO evenkeel_app
  USING ("clinic_id" = (SELECT current_clinic())) WITH CHECK ("clinic_id" = (SELECT current_clinic()));
CREATE POLICY "lookup" ON "membership" FOR SELECT TO CURRENT_USER USING (current_setting('evenkeel.lookup', true) = 'on');

-- CreateTable
CREATE TABLE "invitation" (
    "clinic_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "trained" BOOLEAN NOT NULL,
    "token_hash" TEXT NOT NULL,
    "invited_by" UUID,
    "invited_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("clinic_id","id")
);

-- CreateIndex
CREATE INDEX "invitation_token_hash_idx" ON "invitation"("token_hash");

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_clinic_id_fkey" FOREIGN KEY ("clinic_id") REFERENCES "clinic"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_clinic_id_invited_by_fkey" FOREIGN KEY ("clinic_id", "invited_by") REFERENCES "staff"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "invitation" ADD CONSTRAINT "invitation_role" CHECK ("role" IN ('front-desk', 'nurse', 'clinician', 'admin'));
-- One open invitation for an address: the newest.
CREATE UNIQUE INDEX "invitation_open_key" ON "invitation"("clinic_id", "email")
  WHERE "accepted_at" IS NULL AND "withdrawn_at" IS NULL;

GRANT SELECT, INSERT ON "invitation" TO evenkeel_app;
GRANT UPDATE ("accepted_at", "withdrawn_at") ON "invitation" TO evenkeel_app;
GRANT UPDATE ("name", "role", "trained", "active") ON "staff" TO evenkeel_app;
ALTER TABLE "invitation" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "in_clinic" ON "invitation" TO evenkeel_app
  USING ("clinic_id" = (SELECT current_clinic())) WITH CHECK ("clinic_id" = (SELECT current_clinic()));
CREATE POLICY "lookup" ON "invitation" FOR SELECT TO CURRENT_USER USING (current_setting('evenkeel.lookup', true) = 'on');

-- PART 3: the role that signs people in, and sees nothing of a clinic

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'evenkeel_auth') THEN
    BEGIN
      CREATE ROLE evenkeel_auth NOLOGIN;
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL; -- another database of this server was quicker
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'The role evenkeel_auth does not exist, and % may not make it.', current_user
          USING HINT = format('As an administrator: CREATE ROLE evenkeel_auth NOLOGIN; GRANT evenkeel_auth TO %I;', current_user);
    END;
  END IF;
  IF NOT pg_has_role(current_user, 'evenkeel_auth', 'SET') THEN
    BEGIN
      GRANT evenkeel_auth TO CURRENT_USER WITH INHERIT FALSE, SET TRUE;
    EXCEPTION WHEN insufficient_privilege THEN
      RAISE EXCEPTION '% may not become evenkeel_auth.', current_user
        USING HINT = format('As an administrator: GRANT evenkeel_auth TO %I;', current_user);
    END;
  END IF;
END
$$;

GRANT USAGE ON SCHEMA auth TO evenkeel_auth;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA auth TO evenkeel_auth;

-- PART 4: look-ups before the clinic is known
--
-- 1. Who it is that a session stands for, while it lives: neither over, nor idle for too long, nor of somebody who has
-- left. `is_active` where a person did something: that is what keeps a session alive.
CREATE FUNCTION signed_in(token_hash text, is_active boolean, staff_idle_minutes integer, patient_idle_minutes integer)
RETURNS TABLE (
  session_id text, user_id text, clinic_id uuid, person_id uuid, role text, name text, patient_id uuid,
  has_second_factor boolean
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  found_session auth."session";
  is_known boolean;
BEGIN
  SELECT * INTO found_session FROM auth."session" s WHERE s."token" = token_hash AND s."expiresAt" > now();
  IF found_session."id" IS NULL THEN RETURN; END IF;
  PERFORM set_config('evenkeel.lookup', 'on', true);
  RETURN QUERY
    SELECT found_session."id", m.user_id, m.clinic_id, coalesce(st.id, p.id), coalesce(st.role, 'patient'),
      coalesce(st.name, p.given_name || ' ' || p.family_name), p.id, coalesce(u."twoFactorEnabled", false)
    FROM public.membership m
    JOIN auth."user" u ON u."id" = m.user_id
    LEFT JOIN public.staff st ON st.clinic_id = m.clinic_id AND st.id = m.staff_id
    LEFT JOIN public.patient p ON p.clinic_id = m.clinic_id AND p.id = m.patient_id
    WHERE m.user_id = found_session."userId" AND (m.staff_id IS NULL OR st.active)
      AND found_session."lastSeenAt" > now() - make_interval(
        mins => CASE WHEN m.staff_id IS NULL THEN patient_idle_minutes ELSE staff_idle_minutes END
      );
  is_known := FOUND;
  PERFORM set_config('evenkeel.lookup', '', true);
  -- A write every few seconds at the most.
  IF is_known AND is_active AND found_session."lastSeenAt" < now() - interval '5 seconds' THEN
    UPDATE auth."session" SET "lastSeenAt" = now() WHERE "id" = found_session."id";
  END IF;
END
$$;

-- 2. Whom the demo lets sign in, and by which address: its staff and its patients who have an account.
DROP FUNCTION acting_person(uuid);
DROP FUNCTION demo_people();
CREATE FUNCTION demo_people()
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
    LEFT JOIN public.staff st ON st.clinic_id = m.clinic_id AND st.id = m.staff_id
    LEFT JOIN public.patient p ON p.clinic_id = m.clinic_id AND p.id = m.patient_id
    WHERE m.staff_id IS NULL OR st.active
    ORDER BY array_position(ARRAY['front-desk', 'nurse', 'clinician', 'admin', 'patient'], coalesce(st.role, 'patient')), 3, 2;
  PERFORM set_config('evenkeel.lookup', '', true);
END
$$;

-- 3. Whose account it is: to write a mail to them, and to refuse a password that is their name.
CREATE FUNCTION account_holder(account_id text)
RETURNS TABLE (clinic_id uuid, clinic_name text, name text, email text, is_active boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('evenkeel.lookup', 'on', true);
  RETURN QUERY
    SELECT m.clinic_id, c.name, coalesce(st.name, p.given_name || ' ' || p.family_name), u."email",
      m.staff_id IS NULL OR st.active
    FROM public.membership m
    JOIN public.clinic c ON c.id = m.clinic_id
    JOIN auth."user" u ON u."id" = m.user_id
    LEFT JOIN public.staff st ON st.clinic_id = m.clinic_id AND st.id = m.staff_id
    LEFT JOIN public.patient p ON p.clinic_id = m.clinic_id AND p.id = m.patient_id
    WHERE m.user_id = account_id;
  PERFORM set_config('evenkeel.lookup', '', true);
END
$$;

-- 4. Whom an invitation is for, by the hash of what was mailed, while it is open.
CREATE FUNCTION open_invitation(hash_of_token text, at timestamptz)
RETURNS TABLE (clinic_id uuid, clinic_name text, id uuid, name text, email text, role text, trained boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('evenkeel.lookup', 'on', true);
  RETURN QUERY
    SELECT i.clinic_id, c.name, i.id, i.name, i.email, i.role, i.trained
    FROM public.invitation i JOIN public.clinic c ON c.id = i.clinic_id
    WHERE i.token_hash = hash_of_token AND i.accepted_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > at;
  PERFORM set_config('evenkeel.lookup', '', true);
END
$$;

REVOKE ALL ON FUNCTION signed_in(text, boolean, integer, integer), demo_people(), account_holder(text),
  open_invitation(text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION signed_in(text, boolean, integer, integer), demo_people(), account_holder(text),
  open_invitation(text, timestamptz) TO evenkeel_app;
