import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useSession } from '../session/session';
import { DraftKeeper, type DraftState } from './draftKeeper';
import { browserQueue, type DraftName, serverDraft } from './draftPlaces';

/** A form's draft, as its screen works with it. */
export interface Draft<Content> {
  readonly state: DraftState;
  /** What the form begins with; null: nothing was typed; undefined: it is being read. */
  readonly opened: Content | null | undefined;
  /** Changes when another content takes the place of what is on the screen: the form's `key`. */
  readonly generation: number;
  readonly type: (content: Content) => void;
  readonly flush: () => void;
  readonly again: () => void;
  readonly takeTheirs: () => void;
  readonly keepMine: () => void;
  /** It was sent: nothing is kept any more. */
  readonly end: () => Promise<void>;
}

/** Tells the other windows of this browser that a version was saved. */
interface Saved extends DraftName {
  readonly version: number;
}
const CHANNEL = 'drafts';

/**
 * Keeps what somebody types in a form: each change in this browser at once, on the server after a second of rest or
 * when a field is left, under a version that lets no window write over another one unseen.
 * @param read what a content must be, of JSON that an older release may have written; null: it is of no use
 */
export function useDraft<Content>(
  userId: string,
  { form, subject }: DraftName,
  read: (json: unknown) => Content | null,
): Draft<Content> {
  const [state, setState] = useState<DraftState>({ status: 'OPENING' });
  const [opened, setOpened] = useState<{ readonly content: Content | null; readonly generation: number }>();
  const keeper = useRef<DraftKeeper | null>(null);
  const reader = useRef(read);
  const enterpriseId = useSession()?.enterprise?.id;
  const whose = enterpriseId === undefined ? userId : `${userId}/${enterpriseId}`;
  reader.current = read;

  const show = useCallback((text: string | null) => {
    const content = text === null ? null : reader.current(parsed(text));
    setOpened((before) => ({ content, generation: (before?.generation ?? 0) + 1 }));
  }, []);

  useEffect(() => {
    const name = { form, subject };
    const channel = new BroadcastChannel(CHANNEL);
    const opening = new DraftKeeper(serverDraft(name), browserQueue(whose, name), (now, version) => {
      setState(now);
      if (now.status === 'SAVED') channel.postMessage({ ...name, version } satisfies Saved);
    });
    keeper.current = opening;
    channel.onmessage = ({ data }: MessageEvent<Saved>) => {
      if (data.form === form && data.subject === subject) opening.heard(data.version);
    };
    const flush = (): void => void opening.flush();
    const seen = (): void => void (document.hidden ? opening.flush() : opening.look());
    addEventListener('online', flush);
    addEventListener('pagehide', flush);
    document.addEventListener('visibilitychange', seen);
    void opening.open().then((text) => keeper.current === opening && show(text));
    return () => {
      opening.close();
      keeper.current = null;
      channel.close();
      removeEventListener('online', flush);
      removeEventListener('pagehide', flush);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [whose, form, subject, show]);

  return useMemo(
    () => ({
      state,
      opened: opened?.content,
      generation: opened?.generation ?? 0,
      type: (content) => keeper.current?.type(JSON.stringify(content)),
      flush: () => void keeper.current?.flush(),
      again: () => void keeper.current?.again(),
      takeTheirs: () => void keeper.current?.takeTheirs().then(show),
      keepMine: () => void keeper.current?.keepMine(),
      end: async () => await keeper.current?.end(),
    }),
    [state, opened, show],
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
