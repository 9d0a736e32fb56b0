/** A condition without what nobody asked for: Prisma takes no `undefined`, which it would read as "any". */
export function asked<Wish extends object>(
  wish: Wish,
): { [Name in keyof Wish]?: Exclude<Wish[Name], undefined> } {
  const made = Object.entries(wish).filter(([, value]) => value !== undefined);
  return Object.fromEntries(made) as { [Name in keyof Wish]?: Exclude<Wish[Name], undefined> };
}
