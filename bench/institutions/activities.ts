/** Steps that do nothing: what is measured is Temporal. */
export interface SmallActivities {
  note(): Promise<void>;
  send(): Promise<void>;
}

export const smallActivities: SmallActivities = {
  note: async () => undefined,
  send: async () => undefined,
};
