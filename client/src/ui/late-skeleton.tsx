import styles from './late-skeleton.module.css';

type LateSkeletonProps = {
  /** What is awaited, for those who hear it: "Looking for plans". */
  label: string;
  /** The heights of the blocks that will come, in pixels. */
  blocks: readonly number[];
};

/** Takes the room of what comes at once, and is seen only when it takes longer than a moment. */
export function LateSkeleton({ label, blocks }: LateSkeletonProps) {
  return (
    <div role="status" aria-label={label} className={styles.skeleton}>
      {blocks.map((height, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blanks have no identity
        <div key={i} style={{ height }} />
      ))}
    </div>
  );
}
