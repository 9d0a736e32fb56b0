import { useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo } from 'react';
import { api, queries } from '../../../kit/api/api';
import { taskQuery } from '../../app/tasks/acts';
import { filterOf } from '../../app/tasks/filters';

const PAGE_SIZE = '100';

/** The tasks that the address asks for, page after page as they come into sight. */
export function useTasks() {
  const search = useSearch({ from: '/inbox' });
  const query = { ...filterOf(search), pageSize: PAGE_SIZE };
  const {
    data,
    error,
    isPlaceholderData,
    isLoading,
    refetch,
    hasNextPage,
    isFetchingNextPage,
    fetchNextPage,
  } = api.useInfiniteQuery(
    'get',
    '/tasks',
    { params: { query } },
    {
      pageParamName: 'after',
      initialPageParam: null,
      getNextPageParam: (last) => last.next ?? undefined,
      placeholderData: (before) => before,
    },
  );
  const items = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return { items, error, isLoading, isOld: isPlaceholderData, again: () => void refetch(), more };
}

const REST_MS = 400;

/** While one case is read the one below it is fetched, so that it is there when it is opened. @param keys in the order of the list */
export function useReadAhead(keys: readonly string[], open: string | undefined): void {
  const at = open === undefined ? -1 : keys.indexOf(open);
  const next = at < 0 ? undefined : keys[at + 1];
  useEffect(() => {
    if (next === undefined) return;
    const resting = setTimeout(() => void queries.prefetchQuery(taskQuery(next)), REST_MS);
    return () => clearTimeout(resting);
  }, [next]);
}
