/** What would move a patient on, and who should report it. */
import type { Definition } from '#pathway';

/** Types that would end a stay in this stage: those that open another one, and those that close. */
export function endsOfStage({ stages, closes }: Definition, stage: string): readonly string[] {
  const others = stages.filter(({ id }) => id !== stage).flatMap(({ opens }) => opens);
  return [...new Set([...others, ...closes])];
}

/** Who publishes all of these types, where the definition names one publisher for them. */
export function publisherOf(
  { declared }: Definition,
  types: readonly string[],
): string | undefined {
  const publishers = new Set(types.map((type) => declared.get(type)?.publisher));
  const [publisher] = publishers;
  return publishers.size === 1 ? publisher : undefined;
}
