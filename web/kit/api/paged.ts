/** What a list is asked for page by page with: `api.useInfiniteQuery('get', '/payments', …, PAGED)`. */
export const PAGED = {
  pageParamName: 'after',
  // Undefined would be sent as 0: the page after the first row of all, which is empty.
  initialPageParam: null,
  getNextPageParam: (page: { readonly next: string | null }) => page.next,
};
