/** A share of a whole as a bar; its figure stands beside it. */
export function ShareBar({ share, isBad = false }: { share: number; isBad?: boolean }) {
  return (
    <svg className="share-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect className="share-ground" width={100} height={8} rx={2} />
      <rect className={isBad ? 'share-part share-bad' : 'share-part'} width={share * 100} height={8} rx={2} />
    </svg>
  );
}
