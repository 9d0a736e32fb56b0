/** A secret, or where to ask for it: one that may change while the process runs is asked for each time. */
export type Secret = string | (() => string);

/** A secret as it is now. */
export const textOf = (secret: Secret): string => (typeof secret === 'string' ? secret : secret());

/** What is made of a secret, made anew whenever it has changed. */
export function madeOf<Made>(secret: Secret, make: (text: string) => Made): () => Made {
  let known: { readonly text: string; readonly made: Made } | undefined;
  return () => {
    const text = textOf(secret);
    if (known?.text !== text) known = { text, made: make(text) };
    return known.made;
  };
}

/** A setting that holds a secret and, behind it, older ones that still count: the first one makes, all are accepted. */
export function secretsIn(setting: string): readonly [string, ...string[]] {
  const [current = '', ...older] = setting.split(',').map((one) => one.trim());
  return [current, ...older];
}
