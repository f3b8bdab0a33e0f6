import { expect, test } from '@jest/globals';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { type ChartScore, ScoreChart } from '#client/features/response/score-chart.tsx';
import { ribbonScale } from '#client/ui/ribbon-scale.ts';

const score = (on: string, total: number, words: string, change: Partial<ChartScore> = {}): ChartScore => ({
  key: on,
  on,
  total,
  isBaseline: false,
  isOfPatient: false,
  words,
  ...change,
});

const SCORES = [
  score('2027-03-01', 18, 'PHQ-9 18 on Mon 1 Mar, baseline', { isBaseline: true }),
  score('2027-03-05', 14, 'PHQ-9 14 on Fri 5 Mar, 22 % below baseline, improvement'),
  score('2027-03-09', 9, 'PHQ-9 9 on Tue 9 Mar, 50 % below baseline, response', { isOfPatient: true }),
];

const chart = (scores: readonly ChartScore[]) => (
  <ScoreChart
    name="PHQ-9"
    scale={{ mostPoints: 27, bands: [{ from: 0, words: 'minimal' }] }}
    days={ribbonScale('2027-02-28', '2027-03-20')}
    scores={scores}
    goals={{ responseAtMost: 9, remissionAtMost: 4 }}
    sessions={[{ key: 'one', date: '2027-03-02', isGiven: true }]}
    today="2027-03-10"
  />
);

const open = (scores: readonly ChartScore[] = SCORES) => render(chart(scores));

const chosen = () => screen.getByRole('option', { selected: true });

test('the latest score is said first, in words and to those who hear it', async () => {
  const { container } = open();
  expect(chosen()).toHaveAccessibleName('PHQ-9 9 on Tue 9 Mar, 50 % below baseline, response');
  expect(screen.getByText('PHQ-9 9 on Tue 9 Mar, 50 % below baseline, response')).toBeVisible();
  expect(await axe(container)).toHaveNoViolations();
});

test('arrow keys go from score to score, and no further than the ends', async () => {
  open();
  await userEvent.tab();
  expect(chosen()).toHaveFocus();
  await userEvent.keyboard('{ArrowLeft}');
  expect(chosen()).toHaveAccessibleName('PHQ-9 14 on Fri 5 Mar, 22 % below baseline, improvement');
  expect(chosen()).toHaveFocus();
  await userEvent.keyboard('{Home}{ArrowLeft}');
  expect(chosen()).toHaveAccessibleName('PHQ-9 18 on Mon 1 Mar, baseline');
  await userEvent.keyboard('{End}{ArrowRight}');
  expect(chosen()).toHaveAccessibleName('PHQ-9 9 on Tue 9 Mar, 50 % below baseline, response');
  await userEvent.tab();
  expect(document.body).toHaveFocus();
});

test('a press on a score says it', async () => {
  open();
  await userEvent.click(screen.getByRole('option', { name: /Fri 5 Mar/ }));
  expect(screen.getByText('PHQ-9 14 on Fri 5 Mar, 22 % below baseline, improvement')).toBeVisible();
});

test('response, remission and baseline are named where they are drawn', () => {
  open();
  for (const name of ['response: 9 or less', 'remission: 4 or less', 'baseline 18']) {
    expect(screen.getByText(name)).toBeInTheDocument();
  }
});

test('only the marks that are drawn are explained', () => {
  const { unmount } = open();
  expect(screen.getByText('entered by the patient')).toBeInTheDocument();
  unmount();
  open(SCORES.slice(0, 2));
  expect(screen.queryByText('entered by the patient')).toBeNull();
  expect(screen.getByText('entered by staff')).toBeInTheDocument();
});

test('a chosen score that is put right elsewhere gives its place to the latest', async () => {
  const { rerender } = open();
  await userEvent.click(screen.getByRole('option', { name: /Fri 5 Mar/ }));
  rerender(chart(SCORES.filter(({ on }) => on !== '2027-03-05')));
  expect(chosen()).toHaveAccessibleName(/Tue 9 Mar/);
});
