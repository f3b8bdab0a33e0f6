import { AFTERNOONS, MON_THU, MON_WED_FRI, TUE_FRI, TUE_THU, WED_FRI, WED_SAT } from './likes.ts';
import type { Story } from './story.ts';

/** Who has a session on the day that the board opens on: in the chair, waiting, gone home, still to come. */
export const ON_THE_BOARD: readonly Story[] = [
  {
    name: ['Theodora', 'Vance'],
    born: '1979-06-14',
    protocol: 'iv',
    from: -8,
    visit: { sequence: 3, minutes: -45 },
  },
  {
    name: ['Marcus', 'Oyelaran'],
    born: '1988-02-27',
    protocol: 'iv',
    from: -15,
    visit: { sequence: 5, minutes: -90 },
  },
  {
    name: ['Ingrid', 'Sørensen'],
    born: '1966-11-03',
    protocol: 'nasal',
    from: -18,
    visit: { sequence: 6, minutes: -105 },
  },
  {
    name: ['Lucía', 'Benítez'],
    born: '1993-09-21',
    protocol: 'iv',
    from: -4,
    visit: { sequence: 2, minutes: 15 },
    happens: { 2: 'early' },
  },
  {
    name: ['Patrick', "O'Dwyer"],
    born: '1971-01-30',
    protocol: 'iv',
    from: -12,
    visit: { sequence: 4, minutes: -15 },
    happens: { 4: 'no-show' },
  },
  {
    name: ['Hana', 'Nováková'],
    born: '1984-12-08',
    protocol: 'iv',
    from: -11,
    visit: { sequence: 4, minutes: -195 },
  },
  {
    name: ['Jerome', 'Baptiste'],
    born: '1959-04-17',
    protocol: 'im',
    from: -8,
    visit: { sequence: 3, minutes: -165 },
  },
  {
    name: ['Chloe', 'Abernathy'],
    born: '1999-07-02',
    protocol: 'iv',
    from: -4,
    visit: { sequence: 2, minutes: -180 },
    happens: { 2: 'no-show' },
  },
  {
    name: ['Rashid', 'Al-Khatib'],
    born: '1976-10-25',
    protocol: 'iv',
    from: -15,
    visit: { sequence: 5, minutes: 120 },
    happens: { 5: 'patient-cancel' },
  },
  {
    name: ['Wilhelmina', 'Achterberg'],
    born: '1953-03-11',
    protocol: 'nasal',
    from: -8,
    visit: { sequence: 3, minutes: 60 },
  },
  {
    name: ['Devon', 'Maddox'],
    born: '1990-05-19',
    protocol: 'im',
    from: 0,
    visit: { sequence: 1, minutes: 15 },
    happens: { 1: 'early' },
  },
  {
    name: ['Yuki', 'Tanabe'],
    born: '1982-08-06',
    protocol: 'iv',
    from: -15,
    visit: { sequence: 5, minutes: 165 },
  },
  {
    name: ['Beatriz', 'Fontaine-Reyes'],
    born: '1968-02-13',
    protocol: 'iv',
    from: -18,
    visit: { sequence: 6, minutes: 225 },
  },
  {
    name: ['Solomon', 'Asante'],
    born: '1995-11-28',
    protocol: 'iv-three',
    from: -4,
    visit: { sequence: 3, minutes: 75 },
  },
];

/** The patient whom the demo lets one be: half-way through, with the next session near. */
export const BETWEEN: readonly Story[] = [
  {
    name: ['Maya', 'Castellanos'],
    born: '1987-05-23',
    protocol: 'iv',
    from: -9,
    isBetweenSessions: true,
    email: 'patient@demo.evenkeel.example',
  },
];

/** Whose induction is under way. */
export const UNDER_WAY: readonly Story[] = [
  { name: ['Eleanor', 'Prakash'], born: '1974-09-09', protocol: 'iv', from: -16, likes: WED_SAT },
  {
    name: ['Tobias', 'Reinholt'],
    born: '1991-12-01',
    protocol: 'iv',
    from: -14,
    likes: MON_THU,
    happens: { 2: 'moved', 5: 'moved' },
  },
  {
    name: ['Gideon', 'Lasker'],
    born: '1962-04-04',
    protocol: 'iv',
    from: -11,
    likes: TUE_THU,
    happens: { 2: 'not-fasted' },
  },
  { name: ['Siobhán', "O'Malley"], born: '1978-01-22', protocol: 'iv', from: -10, likes: TUE_THU },
  {
    name: ['Nikhil', 'Deshpande'],
    born: '1996-03-30',
    protocol: 'iv',
    from: -8,
    likes: WED_FRI,
    happens: { 4: 'moved' },
  },
  { name: ['Ottilie', 'Brandt'], born: '1969-08-18', protocol: 'iv', from: -7, likes: WED_SAT },
  {
    name: ['Isaac', 'Feldman'],
    born: '1957-10-12',
    protocol: 'iv',
    from: -6,
    likes: MON_THU,
    happens: { 3: 'patient-cancel' },
  },
  { name: ['Thandiwe', 'Mokoena'], born: '1989-11-15', protocol: 'iv', from: -2, likes: TUE_THU },
  { name: ['Renée', 'Dubois'], born: '1972-05-27', protocol: 'iv-three', from: -9, likes: MON_WED_FRI },
  {
    name: ['Casimir', 'Wójcik'],
    born: '1994-04-20',
    protocol: 'iv-three',
    from: -6,
    likes: MON_WED_FRI,
    happens: { 2: 'no-show' },
  },
  { name: ['Abel', 'Tesfaye-Lindqvist'], born: '1998-08-31', protocol: 'iv-three', from: -2 },
  {
    name: ['Margaret', 'Holloway'],
    born: '1949-07-08',
    protocol: 'im',
    from: -12,
    likes: WED_SAT,
    happens: { 3: 'vitals-hold' },
  },
  { name: ['Folasade', 'Adebayo'], born: '1986-06-29', protocol: 'nasal', from: -40, likes: TUE_THU },
  {
    name: ['Harold', 'Whitcombe'],
    born: '1951-09-13',
    protocol: 'nasal',
    from: -33,
    likes: WED_FRI,
    happens: { 4: 'moved' },
  },
  { name: ['Priyanka', 'Venkatesan'], born: '1992-01-07', protocol: 'nasal', from: -21, likes: TUE_THU },
  { name: ['Cornelius', 'Banks'], born: '1965-12-26', protocol: 'nasal', from: -10, likes: TUE_THU },
  { name: ['Aoife', 'Gallagher'], born: '1997-10-03', protocol: 'taper', from: -12, likes: MON_THU },
  // His first course ended before it began: see the stopped ones.
  { name: ['Tomás', 'Iglesias'], born: '1984-07-04', protocol: 'iv', from: -9, likes: AFTERNOONS },
  { name: ['Emeka', 'Obiora'], born: '1973-11-11', protocol: 'taper', from: -5, likes: WED_SAT },
];

/** Who has a course booked that begins in the next days. */
export const BEGINNING: readonly Story[] = [
  { name: ['Sunniva', 'Hauge'], born: '1988-08-08', protocol: 'iv', from: 1, likes: TUE_THU },
  { name: ['Mei-Ling', 'Chou'], born: '1990-02-18', protocol: 'iv', from: 2, likes: WED_SAT },
  { name: ['Agnieszka', 'Zielińska'], born: '1985-03-03', protocol: 'iv', from: 4, likes: MON_THU },
  { name: ['Winston', 'Fairclough'], born: '1955-11-20', protocol: 'iv', from: 5, likes: WED_FRI },
  { name: ['Kwabena', 'Mensah'], born: '1982-04-14', protocol: 'iv-three', from: 3, likes: MON_WED_FRI },
  { name: ['Bartholomew', 'Stone'], born: '1970-06-21', protocol: 'im', from: 2, likes: TUE_FRI },
  { name: ['Josephine', 'Amsel'], born: '1958-01-25', protocol: 'nasal', from: 1, likes: TUE_THU },
  { name: ['Viktor', 'Halász'], born: '1975-05-31', protocol: 'taper', from: 3, likes: TUE_THU },
];
