import { Alert, List } from '@mantine/core';
import { ProblemError } from '#client/lib/api.ts';

type ProblemNoteProps = {
  error: unknown;
  /** The single points of it stand elsewhere, each at its place. */
  isBrief?: boolean;
};

/** Why something was not done, and what to do next. */
export function ProblemNote({ error, isBrief }: ProblemNoteProps) {
  if (!error) return null;
  const problem = error instanceof ProblemError ? error.problem : null;
  const points = [...(problem?.errors ?? []), ...(problem?.violations ?? [])].map(({ detail }) => detail);
  return (
    <Alert color="red" title={problem?.title ?? 'Something went wrong on this page'} role="alert">
      {problem ? problem.detail : 'Reload the page. What is stored at the clinic is not touched by this.'}
      {!isBrief && points.length > 0 && (
        <List size="sm" mt={4}>
          {[...new Set(points)].map((point) => (
            <List.Item key={point}>{point}</List.Item>
          ))}
        </List>
      )}
    </Alert>
  );
}
