import { useEffect, useState } from 'react';

const REST_MS = 350;

/** What was typed or moved, after a moment without a change. @param value can be written as JSON */
export function useRested<Value>(value: Value): Value {
  const [rested, setRested] = useState(value);
  const text = JSON.stringify(value);
  useEffect(() => {
    const waiting = setTimeout(() => setRested(JSON.parse(text) as Value), REST_MS);
    return () => clearTimeout(waiting);
  }, [text]);
  return rested;
}
