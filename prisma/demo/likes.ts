/** When people would like to come. */
export const EARLY = { timeOfDay: { from: '08:00', to: '09:30' } };
export const MORNINGS = { timeOfDay: { from: '09:00', to: '11:30' } };
export const MIDDAYS = { timeOfDay: { from: '11:00', to: '13:30' } };
export const AFTERNOONS = { timeOfDay: { from: '13:00', to: '16:00' } };
export const MON_THU = { weekdays: [1, 4] };
export const TUE_FRI = { weekdays: [2, 5] };
export const TUE_THU = { weekdays: [2, 4] };
export const WED_FRI = { weekdays: [3, 5], timeOfDay: { from: '10:00', to: '14:00' } };
export const MON_WED_FRI = { weekdays: [1, 3, 5], timeOfDay: { from: '09:00', to: '12:00' } };
export const WED_SAT = { weekdays: [3, 6], timeOfDay: { from: '09:00', to: '11:00' } };
