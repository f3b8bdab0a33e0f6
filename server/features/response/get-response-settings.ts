import type { ResponseSettings } from '#server/contract/response.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { readSettings } from './read-settings.ts';

export const getResponseSettings = ({ db, actor }: Context): Promise<ResponseSettings> =>
  readInClinic(db, actor.clinicId, readSettings);
