import type { Problem } from '#server/contract/problem.ts';
import type { ProblemType } from '#server/contract/problem-types.ts';

/** What a refusal tells besides its name and a sentence. */
export type ProblemExtras = Partial<
  Pick<
    Problem,
    | 'errors'
    | 'violations'
    | 'lost'
    | 'alternatives'
    | 'preview'
    | 'closurePreview'
    | 'hoursPreview'
    | 'orderPreview'
    | 'patientId'
    | 'mayOpen'
    | 'retryAfter'
    | 'allowed'
  >
>;

/** A refusal by name. One table in `http/problems.ts` turns names into answers; nothing else knows a status. */
export class AppError extends Error {
  readonly type: ProblemType;
  readonly detail: string | undefined;
  readonly extra: ProblemExtras;

  constructor(type: ProblemType, detail?: string, extra: ProblemExtras = {}, options?: ErrorOptions) {
    super(detail ?? type, options);
    this.name = 'AppError';
    this.type = type;
    this.detail = detail;
    this.extra = extra;
  }
}
