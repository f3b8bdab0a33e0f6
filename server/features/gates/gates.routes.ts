import * as gates from '#server/contract/gates.endpoints.ts';
import { type Api, mount } from '#server/http/mount.ts';
import * as may from './gates.policy.ts';
import { getCourseGates } from './get-course-gates.ts';
import { getExposure } from './get-exposure.ts';
import { listOpenGates } from './list-open-gates.ts';
import { markGate } from './mark-gate.ts';
import { setTreatedElsewhere } from './set-treated-elsewhere.ts';
import { takeBackGate } from './take-back-gate.ts';
import { waiveGate } from './waive-gate.ts';

export function mountGates(api: Api): void {
  mount(api, gates.getCourseGates, may.getCourseGates, getCourseGates);
  mount(api, gates.markGate, may.markGate, markGate);
  mount(api, gates.waiveGate, may.waiveGate, waiveGate);
  mount(api, gates.takeBackGate, may.takeBackGate, takeBackGate);
  mount(api, gates.listOpenGates, may.listOpenGates, listOpenGates);
  mount(api, gates.getExposure, may.getExposure, getExposure);
  mount(api, gates.setTreatedElsewhere, may.setTreatedElsewhere, setTreatedElsewhere);
}
