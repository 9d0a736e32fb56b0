import { useId, useState } from 'react';
import { type Answers, api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { lookAtMachines } from './machines';
import { SCOPES, type Scope, toggledScope } from './words';

const WORDS = words({
  title: ['新增程序', 'Add a machine'],
  name: ['名称', 'Name'],
  scopes: ['可读取', 'May read'],
  send: ['新增并显示密钥', 'Add it and show its secret'],
  cancel: ['取消', 'Cancel'],
  once: ['密钥只显示一次，请备好存放之处。', 'The secret is shown once: have a place for it.'],
});

interface AddMachineProps {
  readonly leave: () => void;
  readonly show: (opened: Answers['MachineOpened']) => void;
}

/** Lets a program read what is ticked. */
export function AddMachine({ leave, show }: AddMachineProps) {
  const [say, sayScope] = [useWords(WORDS), useWords(SCOPES)];
  const id = useId();
  const [name, type] = useState('');
  const [scopes, choose] = useState<readonly Scope[]>([]);
  const add = api.useMutation('post', '/machines', {
    onSuccess: (opened) => {
      show(opened);
      leave();
      void lookAtMachines();
    },
  });
  return (
    <form
      className="card stack"
      aria-labelledby={`${id}-title`}
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate({ body: { name: name.trim(), scopes: [...scopes] } });
      }}
    >
      <h2 id={`${id}-title`}>{say('title')}</h2>
      <div className="field">
        <label htmlFor={`${id}-name`}>{say('name')}</label>
        <input
          id={`${id}-name`}
          required
          maxLength={60}
          value={name}
          onChange={({ target }) => type(target.value)}
        />
      </div>
      <fieldset className="level">
        <legend>{say('scopes')}</legend>
        <div className="row">
          {(Object.keys(SCOPES) as Scope[]).map((scope) => (
            <label key={scope} className="row tick">
              <input
                type="checkbox"
                checked={scopes.includes(scope)}
                onChange={() => choose(toggledScope(scopes, scope))}
              />
              {sayScope(scope)}
            </label>
          ))}
        </div>
      </fieldset>
      <p className="quiet">{say('once')}</p>
      <ProblemNotice error={add.error} />
      <div className="row">
        <button
          type="submit"
          className="button small primary"
          disabled={add.isPending || scopes.length === 0}
        >
          {say('send')}
        </button>
        <button type="button" className="button small plain" onClick={leave}>
          {say('cancel')}
        </button>
      </div>
    </form>
  );
}
