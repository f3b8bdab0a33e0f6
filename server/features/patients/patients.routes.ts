import * as patients from '#server/contract/patients.endpoints.ts';
import { type Api, mount } from '#server/http/mount.ts';
import { addPatient } from './add-patient.ts';
import { getPatient } from './get-patient.ts';
import { searchPatients } from './search-patients.ts';
import { updatePatient } from './update-patient.ts';

export function mountPatients(api: Api): void {
  mount(api, patients.listPatients, searchPatients);
  mount(api, patients.addPatient, addPatient);
  mount(api, patients.getPatient, getPatient);
  mount(api, patients.updatePatient, updatePatient);
}
