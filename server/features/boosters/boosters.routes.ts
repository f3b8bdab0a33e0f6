import * as orders from '#server/contract/booster-orders.endpoints.ts';
import * as boosters from '#server/contract/courses.endpoints.ts';
import { type Api, mount } from '#server/http/mount.ts';
import { bookBooster } from './book-booster.ts';
import * as may from './boosters.policy.ts';
import { commitBoosterOrder } from './commit-booster-order.ts';
import { getBoosterSuggestions } from './get-booster-suggestions.ts';
import { listBoosterOrders } from './list-booster-orders.ts';
import { listBoosterStartTimes } from './list-booster-start-times.ts';
import { listDueBoosters } from './list-due-boosters.ts';
import { previewBoosterOrder } from './preview-booster-order.ts';
import { setBoosterOrder } from './set-booster-order.ts';

export function mountBoosters(api: Api): void {
  mount(api, boosters.setBoosterOrder, may.setBoosterOrder, setBoosterOrder);
  mount(api, orders.previewBoosterOrder, may.setBoosterOrder, previewBoosterOrder);
  mount(api, orders.getBoosterSuggestions, may.getSuggestions, getBoosterSuggestions);
  mount(api, orders.commitBoosterOrder, may.setBoosterOrder, commitBoosterOrder);
  mount(api, boosters.listBoosterOrders, may.listBoosterOrders, listBoosterOrders);
  mount(api, boosters.bookBooster, may.bookBooster, bookBooster);
  mount(api, boosters.listBoosterStartTimes, may.bookBooster, listBoosterStartTimes);
  mount(api, boosters.listDueBoosters, may.listDueBoosters, listDueBoosters);
}
