-- What is done at the console, what is swept, and who is forgotten. No table of its own.

-- PART 1: at the console
--
-- Which clinics there are, but for demos. For the owner of the tables alone: the application knows one clinic at a time.
CREATE FUNCTION clinics_of_this_database()
RETURNS TABLE (clinic_id uuid, name text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('evenkeel.lookup', 'on', true);
  RETURN QUERY SELECT c.id, c.name FROM public.clinic c WHERE NOT c.is_demo ORDER BY c.created_at, c.id;
  PERFORM set_config('evenkeel.lookup', '', true);
END
$$;
REVOKE ALL ON FUNCTION clinics_of_this_database() FROM PUBLIC;

-- PART 2: what is of no use any more
--
-- Of every clinic: the hashes of links that lead nowhere; invitations that nobody took up, which name somebody; the
-- answers that were kept for a request that comes twice. So many of each at a time, and none that somebody works on:
-- nobody waits for this. Answers how many rows it was.
CREATE POLICY "sweep" ON "invitation" TO CURRENT_USER
  USING (current_setting('evenkeel.lookup', true) = 'on') WITH CHECK (current_setting('evenkeel.lookup', true) = 'on');
CREATE POLICY "sweep" ON "idempotency_key" TO CURRENT_USER
  USING (current_setting('evenkeel.lookup', true) = 'on') WITH CHECK (current_setting('evenkeel.lookup', true) = 'on');

CREATE FUNCTION sweep_clinics(at timestamptz, invitations_before timestamptz, keys_before timestamptz, most integer)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  swept integer := 0;
  more integer;
  clinic_to_sweep uuid;
BEGIN
  PERFORM set_config('evenkeel.lookup', 'on', true);
  FOR clinic_to_sweep IN SELECT c.id FROM public.clinic c ORDER BY c.id LOOP
    -- Arrays, which are made once: a LIMIT inside IN may be looked up again for every row, and limits nothing.
    UPDATE public.invitation SET token_hash = '' WHERE ctid = ANY (ARRAY(
      SELECT i.ctid FROM public.invitation i
      WHERE i.clinic_id = clinic_to_sweep AND i.token_hash <> ''
        AND (i.accepted_at IS NOT NULL OR i.withdrawn_at IS NOT NULL OR i.expires_at <= at)
      LIMIT most FOR UPDATE SKIP LOCKED
    ));
    GET DIAGNOSTICS more = ROW_COUNT;
    swept := swept + more;

    DELETE FROM public.invitation WHERE ctid = ANY (ARRAY(
      SELECT i.ctid FROM public.invitation i
      WHERE i.clinic_id = clinic_to_sweep AND i.accepted_at IS NULL AND i.expires_at < invitations_before
      LIMIT most FOR UPDATE SKIP LOCKED
    ));
    GET DIAGNOSTICS more = ROW_COUNT;
    swept := swept + more;

    DELETE FROM public.idempotency_key WHERE ctid = ANY (ARRAY(
      SELECT k.ctid FROM public.idempotency_key k
      WHERE k.clinic_id = clinic_to_sweep AND k.created_at < keys_before
      LIMIT most FOR UPDATE SKIP LOCKED
    ));
    GET DIAGNOSTICS more = ROW_COUNT;
    swept := swept + more;
  END LOOP;
  PERFORM set_config('evenkeel.lookup', '', true);
  RETURN swept;
END
$$;

-- PART 3: who is forgotten

CREATE POLICY "forget" ON "patient" FOR DELETE TO CURRENT_USER USING (current_setting('evenkeel.lookup', true) = 'on');
CREATE POLICY "forget" ON "membership" FOR DELETE TO CURRENT_USER USING (current_setting('evenkeel.lookup', true) = 'on');
CREATE POLICY "forget" ON "staff" FOR UPDATE TO CURRENT_USER
  USING (current_setting('evenkeel.lookup', true) = 'on') WITH CHECK (current_setting('evenkeel.lookup', true) = 'on');

-- 1. A patient who never had a course: out of the register, with their account, and with what the audit trail keeps of
-- them in words. Of whoever had one, records are to be kept: `kept`, and nothing is done. The same where anything else
-- points at them, whatever it is.
CREATE FUNCTION forget_patient(patient uuid, admin uuid)
RETURNS TABLE (outcome text, erased integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  clinic uuid := public.current_clinic();
  account text;
  forgotten integer;
  is_there boolean;
BEGIN
  -- Refuses whoever is no admin here.
  forgotten := public.forget_in_audit(patient, admin);
  PERFORM set_config('evenkeel.lookup', 'on', true);
  SELECT EXISTS (SELECT FROM public.patient p WHERE p.clinic_id = clinic AND p.id = patient) INTO is_there;
  DELETE FROM public.membership m WHERE m.clinic_id = clinic AND m.patient_id = patient RETURNING m.user_id INTO account;
  DELETE FROM auth."user" u WHERE u."id" = account;
  DELETE FROM public.patient p WHERE p.clinic_id = clinic AND p.id = patient;
  PERFORM set_config('evenkeel.lookup', '', true);
  RETURN QUERY SELECT CASE WHEN is_there THEN 'forgotten' ELSE 'unknown' END, forgotten;
EXCEPTION WHEN foreign_key_violation OR restrict_violation THEN
  -- All of the above is undone by then.
  RETURN QUERY SELECT 'kept', 0;
END
$$;

-- 2. A member of staff who has left: their account and their address, the invitations that brought them here, and what the
-- audit trail keeps of them in words. Their name stays: whoever reads a record must be able to tell who wrote it.
CREATE FUNCTION forget_staff(member uuid, admin uuid)
RETURNS TABLE (outcome text, erased integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  clinic uuid := public.current_clinic();
  found_staff public.staff;
  account text;
  asked uuid[];
  forgotten integer;
BEGIN
  -- Of no patient, nothing: but it refuses whoever is no admin here.
  PERFORM public.forget_in_audit(NULL, admin);
  PERFORM set_config('evenkeel.lookup', 'on', true);
  SELECT * INTO found_staff FROM public.staff s WHERE s.clinic_id = clinic AND s.id = member FOR UPDATE;
  IF found_staff.id IS NULL OR found_staff.active THEN
    PERFORM set_config('evenkeel.lookup', '', true);
    RETURN QUERY SELECT CASE WHEN found_staff.id IS NULL THEN 'unknown' ELSE 'active' END, 0;
    RETURN;
  END IF;
  WITH gone AS (
    DELETE FROM public.invitation i WHERE i.clinic_id = clinic AND lower(i.email) = lower(found_staff.email) RETURNING i.id
  )
  SELECT coalesce(array_agg(gone.id), '{}') INTO asked FROM gone;
  DELETE FROM public.audit_personal p USING public.audit_event e
  WHERE p.clinic_id = clinic AND e.clinic_id = clinic AND e.id = p.event_id
    AND (
      e.subjects->>'staffId' = member::text OR e.subjects->>'personId' = member::text
      OR (e.subjects->>'invitationId')::uuid = ANY (asked)
    );
  GET DIAGNOSTICS forgotten = ROW_COUNT;
  DELETE FROM public.membership m WHERE m.clinic_id = clinic AND m.staff_id = member RETURNING m.user_id INTO account;
  DELETE FROM auth."user" u WHERE u."id" = account;
  UPDATE public.staff s SET email = s.id || '@forgotten.invalid' WHERE s.clinic_id = clinic AND s.id = member;
  PERFORM set_config('evenkeel.lookup', '', true);
  RETURN QUERY SELECT 'forgotten', forgotten;
END
$$;

REVOKE ALL ON FUNCTION sweep_clinics(timestamptz, timestamptz, timestamptz, integer), forget_patient(uuid, uuid),
  forget_staff(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sweep_clinics(timestamptz, timestamptz, timestamptz, integer), forget_patient(uuid, uuid),
  forget_staff(uuid, uuid) TO evenkeel_app;
