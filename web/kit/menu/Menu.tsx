import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import './menu.css';

interface MenuProps {
  readonly label: ReactNode;
  /** What the button is called where its label is a sign. */
  readonly title?: string;
  readonly children: ReactNode;
}

/** A button with a panel that hangs from it; Escape and leaving it close it. */
export function Menu({ label, title, children }: MenuProps) {
  const menu = useRef<HTMLDetailsElement>(null);
  const close = (): void => menu.current?.removeAttribute('open');
  useEffect(() => {
    const away = ({ target }: Event): void => {
      if (target instanceof Node && menu.current?.contains(target) === false) close();
    };
    addEventListener('pointerdown', away);
    return () => removeEventListener('pointerdown', away);
  });
  const left = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget !== null && menu.current?.contains(relatedTarget) === false) close();
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || menu.current?.open !== true) return;
    event.stopPropagation();
    close();
    menu.current.querySelector('summary')?.focus();
  };
  return (
    <details ref={menu} className="menu" onBlur={left} onKeyDown={pressed}>
      <summary aria-label={title} title={title}>
        {label}
      </summary>
      <div className="menu-panel card">{children}</div>
    </details>
  );
}
