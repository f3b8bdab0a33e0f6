import * as patients from '#server/contract/patients.endpoints.ts';
import { type Api, mount } from '#server/http/mount.ts';
import { addPatient } from './add-patient.ts';
import { forgetPatient } from './forget-patient.ts';
import { getPatient } from './get-patient.ts';
import * as may from './patients.policy.ts';
import { searchPatients } from './search-patients.ts';
import { updatePatient } from './update-patient.ts';

export function mountPatients(api: Api): void {
  mount(api, patients.listPatients, may.readPatients, searchPatients);
  mount(api, patients.addPatient, may.keepRegister, addPatient);
  mount(api, patients.getPatient, may.readPatients, getPatient);
  mount(api, patients.updatePatient, may.keepRegister, updatePatient);
  mount(api, patients.forgetPatient, may.forget, forgetPatient);
}
