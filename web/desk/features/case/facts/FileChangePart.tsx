import { type Answers, api } from '../../../../kit/api/api';
import { Instant } from '../../../../kit/figures/figures';
import { useSay, useWords } from '../../../../kit/words/language';
import { FILE_CHANGE_NAMES } from '../../../../kit/words/names';
import { type Words, words } from '../../../../kit/words/words';
import { Asked } from '../../../parts/Asked';
import { Facts } from '../../../parts/Facts';
import { Mark } from '../../../parts/Mark';

const WORDS = words({
  title: ['申请的变更', 'The change that is asked for'],
  what: ['变更事项', 'What changes'],
  name: ['变更后名称', 'Name'],
  residentId: ['身份证号', 'Resident id'],
  mail: ['新邮箱', 'New mail address'],
  person: ['失去邮箱的人', 'Who lost the mailbox'],
  because: ['理由', 'Why'],
  papers: ['证明材料', 'Papers'],
  registry: ['登记机关', 'Registry'],
  agrees: ['与登记一致', 'Agrees'],
  differs: ['与登记不一致', 'Differs'],
  screening: ['名单筛查', 'Screening'],
  waits: ['等待至', 'Waits until'],
});
type Change = Answers['FileChange'];
const OUTCOMES: Words<NonNullable<NonNullable<Change['checks']>['screening']>> = words({
  CLEAR: ['未命中', 'Clear'],
  REVIEW: ['疑似命中，须人工核实', 'Possible hit: to be looked at'],
  BLOCK: ['确定命中', 'Sure hit'],
});

/** What an enterprise wants on file, what proves it, and what registry and lists say of it. */
export function FileChangePart({ changeId }: { changeId: string }) {
  const say = useWords(WORDS);
  const of = api.useQuery('get', '/file-changes/{changeId}', { params: { path: { changeId } } });
  return (
    <section className="case-part">
      <h2>{say('title')}</h2>
      <Asked of={of}>{(change) => <Told change={change} />}</Asked>
    </section>
  );
}

function Told({ change }: { change: Change }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { checks, id, kind, papers, person, reason, waitsUntil, wish } = change;
  const wished = (['name', 'residentId', 'mail'] as const).flatMap((field) => {
    const value = wish?.[field] ?? null;
    return value === null ? [] : [[say(field), value] as const];
  });
  return (
    <>
      <Facts
        facts={[
          [say('what'), sayPair(FILE_CHANGE_NAMES[kind])],
          ...(person === null ? [] : [[say('person'), `${person.name} · ${person.userId}`] as const]),
          ...wished,
          [say('because'), reason],
          ...(checks?.registryAgrees == null
            ? []
            : [
                [
                  say('registry'),
                  <Mark key="registry" tone={checks.registryAgrees ? 'good' : 'warn'}>
                    {say(checks.registryAgrees ? 'agrees' : 'differs')}
                  </Mark>,
                ] as const,
              ]),
          ...(checks?.screening == null
            ? []
            : [
                [
                  say('screening'),
                  <Mark key="screening" tone={checks.screening === 'CLEAR' ? 'good' : 'bad'}>
                    {sayPair(OUTCOMES[checks.screening])}
                  </Mark>,
                ] as const,
              ]),
          ...(waitsUntil === null ? [] : [[say('waits'), <Instant key="waits" at={waitsUntil} />] as const]),
        ]}
      />
      <h3>{say('papers')}</h3>
      <ul className="seats">
        {papers.map((paper) => (
          <li key={paper.id}>
            <a href={`/api/file-changes/${id}/papers/${paper.id}`} download={paper.name}>
              {paper.name}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
