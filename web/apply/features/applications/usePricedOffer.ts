import { keepPreviousData } from '@tanstack/react-query';
import { useState } from 'react';
import { type Answers, api } from '../../../kit/api/api';
import { typedPoints } from '../../../kit/forms/typedFigures';

/** An offer as it would be signed now. */
export interface Pricing {
  readonly typed: string;
  readonly type: (typed: string) => void;
  /** Null: what is typed is no number of points that may be used. */
  readonly points: number | null;
  /** With these points; null: not known. */
  readonly priced: Answers['PricedOffer'] | null;
  /** Whether what is shown is priced with what is typed. */
  readonly isFresh: boolean;
  readonly error: unknown;
  /** Prices it anew: points or offer may have changed. */
  readonly again: () => void;
}

/** Prices an offer with the points that somebody types. */
export function usePricedOffer(applicationId: string): Pricing {
  const [typed, type] = useState('');
  const [limit, setLimit] = useState(0);
  const points = typedPoints(typed, limit);
  const { data, error, isPlaceholderData, refetch } = api.useQuery(
    'get',
    '/applications/{applicationId}/offer/price',
    { params: { path: { applicationId }, query: { points: `${points ?? 0}` } } },
    { placeholderData: keepPreviousData },
  );
  if (data !== undefined && data.pointsLimit !== limit) setLimit(data.pointsLimit);
  return {
    ...{ typed, type, points, error },
    priced: data ?? null,
    isFresh: points !== null && data !== undefined && !isPlaceholderData,
    again: () => void refetch(),
  };
}
