import { queryOptions } from '@tanstack/react-query';
import { call } from '#client/lib/api.ts';
import { listPatientCourses } from '#server/contract/patients.endpoints.ts';

export const coursesOfQuery = (patientId: string) =>
  queryOptions({
    queryKey: ['patients', patientId, 'courses'],
    queryFn: ({ signal }) => call(listPatientCourses, { params: { id: patientId }, signal }),
  });
