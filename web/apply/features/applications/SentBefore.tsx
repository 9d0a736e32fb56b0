import { Link } from '@tanstack/react-router';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  look: ['查看我的申请', 'Look at my applications'],
  anew: ['作为另一笔申请继续', 'Go on with it as another application'],
});

/** This form was sent before, with other content: its person looks, and says whether this is another application. */
export function SentBefore({ anew }: { anew: () => void }) {
  const say = useWords(WORDS);
  return (
    <div className="row">
      <Link to="/applications" className="button">
        {say('look')}
      </Link>
      <button type="button" className="button" onClick={anew}>
        {say('anew')}
      </button>
    </div>
  );
}
